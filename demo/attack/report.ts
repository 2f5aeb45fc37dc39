import type { Mode } from '../scenario.ts';
import { table } from '../show/table.ts';
import type { Result } from './play.ts';

/** How a result differs from what the deed says must happen; undefined: it does not. */
export function differenceOf({ notice, when, messages, flaw, deed: { reported } }: Result): string | undefined {
  if (flaw !== undefined) return flaw;
  if (notice === undefined) return 'nobody was notified';
  if (when === reported.when && notice.way === reported.way && messages <= reported.messages) return undefined;
  return `expected ${reported.when}, ${reported.way}, at most ${reported.messages}`;
}

/** What people were notified of: when, in which way, by how many messages. */
export function reportLines(mode: Mode, results: readonly Result[]): readonly string[] {
  const wrong = results.filter((result) => differenceOf(result) !== undefined).length;
  return [
    ...table([
      ['power', 'deed', 'when', 'way', 'messages', 'subject'],
      ...results.map(
        (result) => [result.deed.power, `${result.name}: ${result.deed.title}`, ...findingOf(result)] as const,
      ),
    ]),
    '',
    `Mode ${mode}: ${results.length - wrong} of ${results.length} deeds reported as they must be.`,
  ];
}

/** When, in which way, by how many messages, and the subject of the first. */
export function findingOf(result: Result): readonly string[] {
  const { notice, when = 'event', messages } = result;
  const difference = differenceOf(result);
  const wrong = difference === undefined ? '' : ` WRONG: ${difference}`;
  if (notice === undefined) return [`SILENT${wrong}`];
  return [when, notice.way, String(messages), `${notice.subject}${wrong}`];
}
