import { isDeepStrictEqual } from 'node:util';
import { partsSeen } from '../integration/posture.ts';
import { compare } from '../integration/weakening.ts';
import type { TrailFacts } from '../model/facts.ts';
import { acceptances, weakenings } from '../model/finding.ts';
import type { MemoryChanges, TrailMemory } from '../model/memory.ts';
import type { OutcomeRecord } from '../model/outcome.ts';
import type { Posture, PostureParts } from '../model/posture.ts';
import type { WeakeningRule } from '../model/rule-catalog.ts';
import type { Target, Trail } from '../model/trail.ts';
import { callOf, type Trigger } from '../model/trigger.ts';
import { groupAfter } from './group-posture.ts';

/** The calls with which a creator sets up a trail, within seconds. */
const CREATING: ReadonlySet<string> = new Set(['CreateTrail', 'StartLogging', 'PutEventSelectors']);
/** How long a creator may be at work. */
const CREATION_MS = 2 * 60 * 1000;

/** The settings that each rule compares. The log group and the role have their own history. */
const SETTINGS: Readonly<Partial<Record<WeakeningRule, readonly (keyof Trail)[]>>> = {
  'recording-narrowed': ['hasCustomEventSelectors'],
  'coverage-narrowed': ['isMultiRegion', 'includesGlobalEvents'],
  'validation-off': ['logFileValidation'],
  'key-changed': ['kmsKeyId'],
  'bucket-changed': ['s3Bucket', 's3Prefix'],
};

/** The posture with which a run compares the trail; undefined while its creator may be at work. */
export function settledPosture({ posture }: TrailMemory, trigger: Trigger): Posture | undefined {
  const call = callOf(trigger);
  if (!posture?.isNew || !call || !CREATING.has(call.eventName)) return posture;
  return Math.abs(Date.parse(call.eventTime) - Date.parse(posture.since)) < CREATION_MS ? undefined : posture;
}

/**
 * How a run moves the posture. A weakened part stays as it was accepted, and so does what was not
 * read.
 * @param target where repairs deliver after the run, if that is known
 */
export function postureChanges(
  record: OutcomeRecord,
  facts: TrailFacts,
  memory: TrailMemory,
  target: Target | undefined,
): MemoryChanges {
  if (!facts.trail.read) return {};
  const { posture } = memory;
  const seen = partsSeen(facts.trail.value, facts);
  const settled = settledPosture(memory, record.trigger);
  const weakened = settled ? weakenedRules(settled, seen, record) : new Set<string>();
  const moved = settled ? moveParts(settled, seen, weakened) : { ...posture, ...seen };
  const { logGroupArn, roleArn } = target ?? moved.trail;
  const { group: _group, ...others } = moved;
  const group = groupAfter(record, posture, seen, logGroupArn);
  const parts = { ...others, trail: { ...moved.trail, logGroupArn, roleArn }, ...(group && { group }) };
  const isNew = !settled && CREATING.has(callOf(record.trigger)?.eventName ?? '');
  const { isNew: _, ...known } = parts as Posture;
  const next: Posture = { ...known, since: posture?.since ?? record.time, ...(isNew && { isNew }) };
  // After an acceptance, its value accepts nothing any more.
  const isAccepted = acceptances(record.remaining).length > 0;
  if (isDeepStrictEqual(next, posture) && !isAccepted) return {};
  // While a part is weaker, the value in the message about it stays the one that accepts it.
  const keepsTime = posture !== undefined && (isNew || (weakened.size > 0 && !isAccepted));
  return { posture: { ...next, since: keepsTime ? posture.since : record.time } };
}

/**
 * The rules by which the trail is weaker, without those whose weakening its owner accepted. Another
 * run may have saved a posture meanwhile.
 */
function weakenedRules(accepted: Posture, seen: PostureParts, { remaining }: OutcomeRecord): ReadonlySet<string> {
  const accepts = new Set<string>(acceptances(remaining).map(({ rule }) => rule));
  const weaker = [...weakenings(remaining), ...compare(accepted, seen)].map(({ rule }) => rule);
  return new Set(weaker.filter((rule) => !accepts.has(rule)));
}

/** What a weakening does not concern moves only with the other parts. */
function moveParts(accepted: Posture, seen: PostureParts, weakened: ReadonlySet<string>): PostureParts {
  if (weakened.size === 0) return { ...accepted, ...seen };
  const stronger = Object.entries(SETTINGS).flatMap(([rule, settings]) =>
    weakened.has(rule) ? [] : settings.map((setting) => [setting, seen.trail[setting]]),
  );
  const recording = weakened.has('recording-narrowed') ? undefined : seen.recording;
  return {
    ...accepted,
    trail: { ...accepted.trail, ...Object.fromEntries(stronger) },
    ...(recording && { recording }),
  };
}
