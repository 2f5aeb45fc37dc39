import { shortHash } from '../integration/names.ts';
import { acceptances, actionable, findGap } from '../model/finding.ts';
import type { TrailMemory } from '../model/memory.ts';
import type { OutcomeRecord } from '../model/outcome.ts';
import { holderOf } from '../model/trigger.ts';

/**
 * What happened, by a record: each time is news, whatever the last notification said. Two runs at
 * the same time find the same occurrence. Two repairs are the same for one event or sweep.
 */
export function occurrencesOf(record: OutcomeRecord): readonly string[] {
  const { trigger, outcome, reason, findings, remaining, exclusion } = record;
  const repair = `repair by ${holderOf(trigger)}`;
  const seen = [findGap(remaining) ?? [], ...acceptances(remaining)].flat();
  return [
    ...(outcome === 'FIXED' ? [repair, ...actionable(findings).map(({ rule }) => `${repair}: ${rule}`)] : []),
    ...(reason === 'trail-deleted' ? ['deletion'] : []),
    ...(exclusion ? [`exclusion ${shortHash(exclusion.now ?? '')}`] : []),
    ...seen.map(({ rule, evidence }) => `${rule} ${shortHash(evidence.saw)}`),
  ];
}

/**
 * Whether other runs notified people of all that happened, while this one read and repaired.
 * @param began when the run began, ISO 8601
 */
export function isReportedMeanwhile(
  record: OutcomeRecord,
  { notified }: Pick<TrailMemory, 'notified'>,
  began: string,
): boolean {
  return occurrencesOf(record).every((occurrence) => Date.parse(notified[occurrence] ?? '') > Date.parse(began));
}
