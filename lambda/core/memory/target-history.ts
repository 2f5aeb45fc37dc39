import { deliveryRoleArn, deliveryRoleNames } from '../integration/delivery-role.ts';
import { logGroupNames } from '../integration/names.ts';
import type { Fact } from '../model/fact.ts';
import type { Change, History } from '../model/facts.ts';
import { knownMemory, type TrailMemory } from '../model/memory.ts';
import type { AppliedStep } from '../model/outcome.ts';
import type { Settings } from '../model/settings.ts';
import { targetOf } from '../model/step.ts';
import { accountOfLogGroup, logGroupArn, type TrailId } from '../model/trail-id.ts';
import { callOf, type Trigger } from '../model/trigger.ts';
import { settledPosture } from './posture.ts';

/** The calls that set the target of a trail. They outdate earlier reports about deliveries. */
const TARGET_CALLS: ReadonlySet<string> = new Set(['CreateTrail', 'UpdateTrail']);

/** What the ledger and the trigger say about the target of a trail. */
export function historyOf(ledger: Fact<TrailMemory>, trigger: Trigger, id: TrailId, settings: Settings): History {
  const memory = knownMemory(ledger);
  const change = latest(rememberedChange(memory), changeBy(trigger));
  const lastOwner = isSetHere(trigger, id, settings)
    ? { read: true as const, value: settings.account }
    : rememberedOwner(ledger);
  const { lateDelivery, logging } = memory;
  const posture = settledPosture(memory, trigger);
  return {
    ...(change && { change }),
    ...(lateDelivery && { lateDelivery }),
    ...(logging && trigger.kind === 'sweep' && { logging }),
    ...knownTargets(memory, id, settings),
    ...(posture && { posture }),
    ...(lastOwner && { lastOwner }),
  };
}

/**
 * Whether a call in this account set the target of another account's trail. Only a delegated
 * administrator can make such a call; CloudTrail's service-linked role copies the trails of an
 * organization to its members.
 * Source: CloudTrail user guide, "Organization delegated administrator", "Using service-linked
 * roles for CloudTrail".
 */
function isSetHere(trigger: Trigger, id: TrailId, { account }: Settings): boolean {
  const call = callOf(trigger);
  if (!call || id.account === account || !TARGET_CALLS.has(call.eventName)) return false;
  return ![call.actor.name, call.actor.issuer].some((caller) => caller?.includes('AWSServiceRoleForCloudTrail'));
}

/** The account to which a trail delivered when trailmend last saw its target. */
export function rememberedOwner(ledger: Fact<TrailMemory>): Fact<string> | undefined {
  if (!ledger.read) return ledger;
  const account = accountOfLogGroup(ledger.value.acceptedTarget?.logGroupArn ?? '');
  return account === undefined ? undefined : { read: true, value: account };
}

/**
 * The history after trailmend's own calls. They are later than the trigger, whatever clocks say.
 * @param at ISO 8601, after the calls
 */
export function afterRepair({ logging, ...history }: History, applied: readonly AppliedStep[], at: string): History {
  const updates = applied.flatMap(({ step, result }) =>
    step.operation === 'UpdateTrail' ? [{ target: targetOf(step.input), result }] : [],
  );
  const accepted = updates.findLast(({ result }) => result === 'done')?.target;
  const isNewGroup = applied.some(({ step, result }) => step.operation === 'CreateLogGroup' && result === 'done');
  // Without an accepted target, no target can have changed.
  const remembers = history.knownGroups.length > 0;
  const sent = remembers ? updates.map(({ target }) => target) : [];
  return {
    ...history,
    // The report of the repair says that the trail did not log.
    ...(logging && !applied.some(({ step }) => step.operation === 'StartLogging') && { logging }),
    ...(accepted && { change: { at, accepted } }),
    ...(isNewGroup && { isNewGroup }),
    knownGroups: [...history.knownGroups, ...sent.map(({ logGroupArn }) => logGroupArn)],
    knownRoles: [...history.knownRoles, ...sent.map(({ roleArn }) => roleArn)],
  };
}

/** The change of the target by the call that started the run, if any. */
export function changeBy(trigger: Trigger): Change | undefined {
  const call = callOf(trigger);
  return call && TARGET_CALLS.has(call.eventName) ? { at: call.eventTime } : undefined;
}

/** The last change in the ledger: an accepted target or a repair. */
function rememberedChange({ acceptedTarget, awaitingVerification }: TrailMemory): Change | undefined {
  const accepted = acceptedTarget && { at: acceptedTarget.since, accepted: acceptedTarget };
  return latest(
    accepted,
    awaitingVerification && { at: awaitingVerification.since, accepted: awaitingVerification.target },
  );
}

/**
 * The log groups and the roles that need no report. A run with a lease may have set one of
 * trailmend's names.
 */
function knownTargets(
  { acceptedTarget, awaitingVerification, lease }: TrailMemory,
  id: TrailId,
  { logGroupPrefix }: Settings,
): Pick<History, 'knownGroups' | 'knownRoles'> {
  if (!acceptedTarget) return { knownGroups: [], knownRoles: [] };
  const set = [acceptedTarget, ...(awaitingVerification ? [awaitingVerification.target] : [])];
  const groups = lease ? logGroupNames(id, logGroupPrefix).map((name) => logGroupArn(id, name)) : [];
  const roles = lease ? deliveryRoleNames(id).map((name) => deliveryRoleArn(id, name)) : [];
  return {
    knownGroups: [...set.map((target) => target.logGroupArn), ...groups],
    knownRoles: acceptedTarget.roleArn === '' ? [] : [...set.map((target) => target.roleArn), ...roles],
  };
}

function latest(one: Change | undefined, other: Change | undefined): Change | undefined {
  if (!one || !other) return one ?? other;
  return Date.parse(other.at) >= Date.parse(one.at) ? other : one;
}
