import type { Mode } from '../scenario.ts';
import { table } from '../show/table.ts';
import type { Result } from './play.ts';

/** Whether people were notified of the deed, and trailmend did nothing wrong. */
export function isReported({ notice, flaw }: Result): boolean {
  return notice !== undefined && flaw === undefined;
}

/** What people were notified of: when, in which way, by how many messages. */
export function reportLines(mode: Mode, results: readonly Result[]): readonly string[] {
  const silent = results.filter((result) => !isReported(result)).length;
  return [
    ...table([
      ['power', 'deed', 'when', 'way', 'messages', 'subject'],
      ...results.map(
        (result) => [result.deed.power, `${result.name}: ${result.deed.title}`, ...findingOf(result)] as const,
      ),
    ]),
    '',
    `Mode ${mode}: ${results.length - silent} of ${results.length} deeds reported as they must be.`,
  ];
}

function findingOf({ notice, when = 'event', messages, flaw }: Result): readonly string[] {
  const wrong = flaw === undefined ? '' : ` WRONG: ${flaw}`;
  if (notice === undefined) return [`SILENT${wrong}`];
  return [when, notice.way, String(messages), `${notice.subject}${wrong}`];
}
