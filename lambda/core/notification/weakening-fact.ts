import { acceptances, weakenings } from '../model/finding.ts';
import type { OutcomeRecord } from '../model/outcome.ts';
import { ACCEPT_TAG } from '../model/posture.ts';
import { BESIDE_THE_TRAIL, isAboutWeakening, type WeakeningRule } from '../model/rule-catalog.ts';
import type { CallTrigger } from '../model/trigger.ts';

/** What a weakening did, in at most 44 characters. */
const BY_WEAKENING: Readonly<Record<WeakeningRule, string>> = {
  'recording-narrowed': 'recording narrowed on',
  'coverage-narrowed': 'coverage narrowed on',
  'validation-off': 'log file validation switched off on',
  'key-changed': 'KMS key changed on',
  'bucket-changed': 'S3 bucket or prefix changed on',
  'group-remade': 'log group made again for',
  'group-retention-lowered': 'log retention lowered on',
  'group-filters-removed': 'log group filters removed on',
  'group-streams-deleted': 'log streams deleted for',
  'group-masked': 'events masked in the log group of',
  'target-changed': 'log group changed on',
  'role-changed': 'delivery role changed on',
  'role-tampered': 'delivery role tampered with on',
  'bucket-delivery-error': 'S3 bucket refuses the log files of',
};

/** The calls that can weaken a trail, apart from those on its log group. */
const WEAKENING_CALLS: ReadonlySet<string> = new Set(['UpdateTrail', 'PutEventSelectors']);

/** Whether the call can have made one of the weakenings. */
export function isWeakenedBy({ eventName, logGroupArn }: CallTrigger, { remaining }: OutcomeRecord): boolean {
  const canWeaken = WEAKENING_CALLS.has(eventName) || logGroupArn !== undefined;
  return canWeaken && weakenings(remaining).some(({ rule }) => !BESIDE_THE_TRAIL.has(rule));
}

/** What weakened the trail; undefined if nothing did. */
export function weakeningFact({ remaining }: OutcomeRecord): string | undefined {
  const rules = weakenings(remaining).map(({ rule }) => rule);
  const [first, ...others] = rules.filter(isAboutWeakening);
  if (first === undefined) return undefined;
  return others.length > 0 ? `${rules.length} settings weakened on` : BY_WEAKENING[first];
}

export const ACCEPTED = 'weaker settings accepted on';

/** What the owner's tag did. */
export function acceptanceFact({ remaining }: OutcomeRecord): string {
  if (acceptances(remaining).length > 0) return ACCEPTED;
  return `tag ${ACCEPT_TAG} ${weakenings(remaining).length > 0 ? 'does not match' : 'accepts nothing'} on`;
}
