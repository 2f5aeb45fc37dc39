import { styleText } from 'node:util';
import type { Told } from '../subscriber.ts';

/** A message as a person reads it. */
export function messageLines({ subject, text }: Told): readonly string[] {
  const bar = styleText('dim', '│');
  const lines = [`Subject: ${subject}`, '', ...text.trimEnd().split('\n')];
  return lines.map((line) => `${bar} ${line}`.trimEnd());
}
