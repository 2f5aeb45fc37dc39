import { EXCLUDE_TAG } from '../integration/names.ts';
import { isRead } from '../model/fact.ts';
import { existingGroup, type TrailFacts } from '../model/facts.ts';
import { NO_MEMORY, type TrailMemory } from '../model/memory.ts';
import type { Concern } from '../model/rule-catalog.ts';
import { type CallTrigger, callOf, type Trigger } from '../model/trigger.ts';

/** The clocks of two services may differ. */
const TOLERANCE_MS = 5 * 60 * 1000;
const DELIVERY: ReadonlySet<string> = new Set<Concern>(['log-group', 'role']);

/**
 * What AWS shows instead of what the event reports; undefined if AWS bears it out, or a repair
 * since explains the difference. The event may be invented, or others undid its effect.
 * @param facts as they were before the run changed anything
 */
export function whyUnconfirmed(
  trigger: Trigger,
  facts: TrailFacts,
  memory: TrailMemory = NO_MEMORY,
): string | undefined {
  const call = callOf(trigger);
  if (call?.tampering === undefined || facts.gone) return undefined;
  switch (call.tampering) {
    case 'deleted':
      return facts.trail.read ? 'GetTrail returns the trail' : facts.trail.why;
    case 'stopped':
      return whyNotStopped(facts, call);
    case 'blanked':
      return isRepairedSince(call, memory) ? undefined : whyNotBlanked(facts);
    case 'log-group-deleted':
      return isRepairedSince(call, memory) ? undefined : whyGroupNotDeleted(facts, call);
    case 'exclusion-changed':
      return whyTagUnchanged(facts, call);
    default:
      return undefined;
  }
}

function whyNotStopped({ status }: TrailFacts, { eventTime }: CallTrigger): string | undefined {
  if (!status.read || !status.value.isLogging) return undefined;
  const { stoppedLogging } = status.value;
  if (stoppedLogging === undefined) return 'GetTrailStatus reports that the trail logs, and no stop';
  const isNear = Math.abs(Date.parse(stoppedLogging) - Date.parse(eventTime)) <= TOLERANCE_MS;
  return isNear ? undefined : `GetTrailStatus reports that the trail logs, and its last stop at ${stoppedLogging}`;
}

function whyNotBlanked({ trail }: TrailFacts): string | undefined {
  if (!trail.read || trail.value.logGroupArn === '' || trail.value.roleArn === '') return undefined;
  return 'GetTrail returns a log group and a role';
}

function whyGroupNotDeleted(facts: TrailFacts, call: CallTrigger): string | undefined {
  const { trail } = facts;
  if (!trail.read || trail.value.logGroupArn !== call.logGroupArn) return undefined;
  const group = existingGroup(facts);
  if (!group) return undefined;
  const { createdMs } = group;
  const isMadeAgain = createdMs !== undefined && isSince(call, createdMs);
  return isMadeAgain ? undefined : 'DescribeLogGroups returns the log group, which was not created since';
}

function whyTagUnchanged({ tags }: TrailFacts, { eventName }: CallTrigger): string | undefined {
  if (!isRead(tags)) return undefined;
  const isTagged = EXCLUDE_TAG in tags.value;
  if (isTagged === (eventName === 'AddTags')) return undefined;
  return `ListTags returns ${isTagged ? 'the tag' : 'no tag'} ${EXCLUDE_TAG}`;
}

function isRepairedSince(call: CallTrigger, { repairs = [] }: TrailMemory): boolean {
  return repairs.some(
    ({ time, concerns }) => isSince(call, Date.parse(time)) && concerns.some((concern) => DELIVERY.has(concern)),
  );
}

function isSince({ eventTime }: CallTrigger, timeMs: number): boolean {
  return timeMs >= Date.parse(eventTime) - TOLERANCE_MS;
}
