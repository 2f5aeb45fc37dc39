import { styleText } from 'node:util';
import type { ReceivedMessage } from '../subscriber.ts';

/** A message as an email shows it. */
export function messageLines({ subject, text }: ReceivedMessage): readonly string[] {
  const bar = styleText('dim', '│');
  const lines = [`Subject: ${subject}`, '', ...text.trimEnd().split('\n')];
  return lines.map((line) => `${bar} ${line}`.trimEnd());
}
