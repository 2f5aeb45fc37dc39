import type { Subject } from '../../lambda/core/model/subject.ts';
import { callOf } from '../../lambda/core/model/trigger.ts';
import type { LogEntry } from '../function-log.ts';
import { withoutAccount } from './names.ts';
import { type Row, table } from './table.ts';

/** The reasons for which the function ignores an event, by their names in its log. */
const IGNORED: Readonly<Record<string, string>> = {
  'own-change': "trailmend's own change",
  'foreign-account': 'another account',
  'failed-call': 'AWS rejected the call',
  'no-trail': 'not about a trail',
};

/** What started each run, and how it ended, from the log of the function. */
export function runLines(entries: readonly LogEntry[]): readonly string[] {
  if (entries.length === 0) return ['none'];
  return table(
    entries.map((entry): Row => {
      if (entry.kind === 'ignored') {
        return [withoutAccount(entry.detail), `ignored: ${IGNORED[entry.why] ?? entry.why}`];
      }
      const { trigger, subject, outcome, detail } = entry.record;
      const call = callOf(trigger);
      return [
        call ? withoutAccount(`${call.eventName} by ${call.actor.name}`) : `sweep, ${nameOf(subject)}`,
        `${outcome}: ${firstSentence(detail)}`,
      ];
    }),
  );
}

function firstSentence(text: string): string {
  return text.split(/(?<=\.) /)[0] ?? text;
}

function nameOf(subject: Subject): string {
  if (subject.kind === 'trail') return `trail ${subject.name}`;
  return subject.kind === 'region' ? subject.region : `account ${subject.account}`;
}
