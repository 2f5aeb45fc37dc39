import { logGroupNames } from '../integration/names.ts';
import type { Change, History } from '../model/facts.ts';
import type { TrailMemory } from '../model/memory.ts';
import type { AppliedStep } from '../model/outcome.ts';
import type { Settings } from '../model/settings.ts';
import { targetOf } from '../model/step.ts';
import { logGroupArn, type TrailId } from '../model/trail-id.ts';
import { callOf, type Trigger } from '../model/trigger.ts';

/** The calls that set where a trail delivers. What AWS reported about deliveries before them is outdated. */
const TARGET_CALLS: ReadonlySet<string> = new Set(['CreateTrail', 'UpdateTrail']);

/** What the ledger and the trigger say about where a trail delivers. */
export function historyOf(memory: TrailMemory, trigger: Trigger, id: TrailId, settings: Settings): History {
  const change = latest(rememberedChange(memory), changeBy(trigger));
  return { ...(change && { change }), knownGroups: knownGroups(memory, id, settings) };
}

/**
 * The history after trailmend made these calls. trailmend's own change comes after the call that started the run, whatever the
 * clocks say.
 * @param at ISO 8601, when the calls had been made
 */
export function afterRepair(history: History, applied: readonly AppliedStep[], at: string): History {
  const updates = applied.flatMap(({ step, result }) =>
    step.operation === 'UpdateTrail' ? [{ target: targetOf(step.input), result }] : [],
  );
  const accepted = updates.findLast(({ result }) => result === 'done')?.target;
  // Without a remembered target, no target can have changed.
  const remembers = history.knownGroups.length > 0;
  const sentTo = remembers ? updates.map(({ target }) => target.logGroupArn) : [];
  return {
    ...history,
    ...(accepted && { change: { at, accepted } }),
    knownGroups: [...history.knownGroups, ...sentTo],
  };
}

/** The change of the target that started a run, if one did. */
export function changeBy(trigger: Trigger): Change | undefined {
  const call = callOf(trigger);
  return call && TARGET_CALLS.has(call.eventName) ? { at: call.eventTime } : undefined;
}

/** The change that the ledger remembers: since when the trail delivers to the accepted target, or to that of the last repair. */
function rememberedChange({ acceptedTarget, awaitingVerification }: TrailMemory): Change | undefined {
  const accepted = acceptedTarget && { at: acceptedTarget.since, accepted: acceptedTarget };
  return latest(
    accepted,
    awaitingVerification && { at: awaitingVerification.since, accepted: awaitingVerification.target },
  );
}

/**
 * The log groups that the trail may deliver to without a report. A run that holds a lease, or was interrupted, may have sent the
 * trail to a group under trailmend's own names.
 */
function knownGroups(
  { acceptedTarget, awaitingVerification, lease }: TrailMemory,
  id: TrailId,
  { logGroupPrefix }: Settings,
): readonly string[] {
  if (!acceptedTarget) return [];
  const repaired = awaitingVerification ? [awaitingVerification.target.logGroupArn] : [];
  const beingRepaired = lease ? logGroupNames(id, logGroupPrefix).map((name) => logGroupArn(id, name)) : [];
  return [acceptedTarget.logGroupArn, ...repaired, ...beingRepaired];
}

function latest(one: Change | undefined, other: Change | undefined): Change | undefined {
  if (!one || !other) return one ?? other;
  return Date.parse(other.at) >= Date.parse(one.at) ? other : one;
}
