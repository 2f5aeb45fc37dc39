import type { AnyFinding } from '../model/finding.ts';

/** What people read. `subject` is ASCII with at most 99 characters, as SNS wants it. */
export interface Message {
  readonly subject: string;
  readonly text: string;
}

export function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [title, ...lines.map((line) => `  ${line}`)].join('\n');
}

export function findingLine({ rule, verdict, evidence }: AnyFinding): string {
  return `${evidence.saw} (${verdict === 'undecided' ? 'undecided: ' : ''}${rule}, ${evidence.source})`;
}
