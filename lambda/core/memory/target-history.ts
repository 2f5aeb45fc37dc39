import type { Change } from '../model/facts.ts';
import type { TrailMemory } from '../model/memory.ts';
import type { AppliedStep } from '../model/outcome.ts';
import { callOf, type Trigger } from '../model/trigger.ts';

/** The calls by which somebody decides where a trail delivers: what AWS told of deliveries before is of another time. */
const CHANGING: ReadonlySet<string> = new Set(['CreateTrail', 'UpdateTrail']);

/** The change of where a trail delivers that started a run, if one did. */
export function changeBy(trigger: Trigger): Change | undefined {
  const call = callOf(trigger);
  return call && CHANGING.has(call.eventName) ? { at: call.eventTime } : undefined;
}

/**
 * The change that trailmend made, if CloudTrail let one through.
 * @param at ISO 8601, when the calls had been made
 */
export function changeMade(applied: readonly AppliedStep[], at: string): Change | undefined {
  const update = applied.findLast(({ step, result }) => step.operation === 'UpdateTrail' && result === 'done')?.step;
  if (update?.operation !== 'UpdateTrail') return undefined;
  const { CloudWatchLogsLogGroupArn: logGroupArn, CloudWatchLogsRoleArn: roleArn } = update.input;
  return { at, accepted: { logGroupArn, roleArn } };
}

/** The change that the ledger remembers: since when the trail delivers where it was seen to be whole. */
export function changeRemembered({ acceptedTarget, awaitingVerification }: TrailMemory): Change | undefined {
  const seen = acceptedTarget && { at: acceptedTarget.since, accepted: acceptedTarget };
  return latest(
    seen,
    awaitingVerification && { at: awaitingVerification.since, accepted: awaitingVerification.target },
  );
}

/** The later of two changes. */
export function latest(one: Change | undefined, other: Change | undefined): Change | undefined {
  if (!one || !other) return one ?? other;
  return Date.parse(other.at) >= Date.parse(one.at) ? other : one;
}
