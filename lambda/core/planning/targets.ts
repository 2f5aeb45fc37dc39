import { isUsableRole, nextRoleName } from '../integration/delivery-role.ts';
import { logGroupNames, TRAIL_TAG } from '../integration/names.ts';
import { retentionGap } from '../integration/retention.ts';
import {
  type CandidateGroup,
  isUsableLogGroup,
  NOT_ASKED,
  type OurMetricFilters,
  type RepairFacts,
  type TrailFacts,
} from '../model/facts.ts';
import type { Finding } from '../model/finding.ts';
import { type RefusalCause, unreadFact } from '../model/plan.ts';
import { failed, type Result, succeeded } from '../model/result.ts';
import { CONCERNS } from '../model/rule-catalog.ts';
import type { Settings } from '../model/settings.ts';
import { parseLogGroupArn, type TrailId } from '../model/trail-id.ts';
import { ADMINISTRATOR, OPERATOR } from '../model/who-can-act.ts';

/** A selected target, or why trailmend selects none. */
export type Selection<T> = Result<T, RefusalCause>;

/** The log group that the trail is to deliver to. */
export type GroupTarget =
  | { readonly kind: 'current'; readonly name: string }
  /** The group of the accepted target, which trailmend did not create. */
  | { readonly kind: 'accepted'; readonly name: string }
  /** A group that trailmend created earlier. `retentionDays`: its retention has to be raised. */
  | {
      readonly kind: 'ours';
      readonly name: string;
      readonly metricFilters: OurMetricFilters;
      readonly retentionDays?: number;
    }
  | { readonly kind: 'new'; readonly name: string; readonly kmsKeyArn?: string };

/** The delivery role that the trail is to use. */
export type RoleTarget =
  /** `policyDocument` is empty where the role has no policy under trailmend's name yet. */
  | { readonly kind: 'ours'; readonly name: string; readonly policyDocument: string; readonly organizationId?: string }
  | { readonly kind: 'new'; readonly name: string; readonly organizationId?: string };

/**
 * Selects the trail's own group if nothing is wrong with it. Else the accepted group, so that its
 * metric filters and alarms stay in use. Else trailmend's own group for the trail, or a new one.
 */
export function selectLogGroup(
  facts: TrailFacts,
  { acceptedGroup, candidateGroups }: RepairFacts,
  findings: readonly Finding[],
  settings: Settings,
): Selection<GroupTarget> {
  const aboutGroup = findings.filter(({ rule }) => CONCERNS[rule] === 'log-group');
  const undecided = aboutGroup.find(({ verdict }) => verdict === 'undecided');
  if (undecided) return unread(`the log group of the trail: ${undecided.evidence.saw}`);
  const current = facts.trail.read ? parseLogGroupArn(facts.trail.value.logGroupArn) : undefined;
  if (aboutGroup.length === 0 && current) return succeeded({ kind: 'current', name: current.name });

  // With another group, its metric filters could be lost: the next run would find a healthy trail.
  if (!acceptedGroup.read) return unread(`the log group to which the trail delivered before: ${acceptedGroup.why}`);
  const accepted = isUsableLogGroup(acceptedGroup.value) ? acceptedGroup.value.name : undefined;
  const names: readonly string[] = logGroupNames(facts.id, settings.logGroupPrefix);
  if (accepted !== undefined && !names.includes(accepted)) return succeeded({ kind: 'accepted', name: accepted });
  if (!candidateGroups.read) return unread(`the log groups under trailmend's names: ${candidateGroups.why}`);
  return selectOwnGroup(facts, candidateGroups.value, accepted, settings);
}

/** @param accepted the name of the accepted group, if it is one of trailmend's names */
function selectOwnGroup(
  facts: TrailFacts,
  existing: readonly CandidateGroup[],
  accepted: string | undefined,
  settings: Settings,
): Selection<GroupTarget> {
  const unreadTags = existing.find(({ tags }) => !tags.read);
  if (unreadTags && !unreadTags.tags.read) {
    return unread(`the tags of the log group ${unreadTags.name}: ${unreadTags.tags.why}`);
  }
  const usable = existing.filter((group) => isUsableOwnGroup(group, facts.id.arn));
  const ours = accepted === undefined ? usable[0] : usable.find(({ name }) => name === accepted);
  if (accepted !== undefined && !ours) return succeeded({ kind: 'accepted', name: accepted });
  if (ours) {
    const { name, metricFilters } = ours;
    return succeeded({ kind: 'ours', name, metricFilters, ...raiseRetention(ours, facts.now, settings) });
  }
  const names = logGroupNames(facts.id, settings.logGroupPrefix);
  const free = names.find((name) => existing.every((group) => group.name !== name));
  if (!free)
    return refuseTakenNames(`log groups that trailmend did not create have both of its names: ${names.join(', ')}`);
  return selectNewGroup(facts.id, settings, free);
}

/**
 * Selects the first delivery role that trailmend can repair in place, else the next free name. An
 * organization trail needs the id of the organization.
 */
export function selectDeliveryRole(
  facts: TrailFacts,
  { organizationId, candidateRoles }: RepairFacts,
  settings: Settings,
): Selection<RoleTarget> {
  if (organizationId !== NOT_ASKED && !organizationId.read) {
    return unread(`the id of the organization: ${organizationId.why}`);
  }
  const organization = organizationId === NOT_ASKED ? {} : { organizationId: organizationId.value };
  if (!candidateRoles.read) return unread(`the roles under trailmend's names: ${candidateRoles.why}`);
  const existing = candidateRoles.value;
  const position = existing.findIndex((role) => isUsableRole(role, facts.id, settings.deliveryRoleBoundaryArn));
  const role = existing[position];
  const name = nextRoleName(facts.id, role ? position : existing.length);
  if (!name)
    return refuseTakenNames("roles that others created or changed have all of trailmend's names for the trail");
  if (!role) return succeeded({ kind: 'new', name, ...organization });
  if (!role.deliveryPolicy.read) return unread(`the policy of the role ${name}: ${role.deliveryPolicy.why}`);
  return succeeded({ kind: 'ours', name, policyDocument: role.deliveryPolicy.value, ...organization });
}

/** Whether trailmend created the group for the trail and CloudTrail can deliver to it. */
function isUsableOwnGroup(group: CandidateGroup, trailArn: string): boolean {
  return isUsableLogGroup(group) && group.tags.read && group.tags.value[TRAIL_TAG] === trailArn;
}

/** trailmend raises a short retention and never lowers one. */
function raiseRetention(
  group: CandidateGroup,
  now: string,
  { retentionDays }: Settings,
): { readonly retentionDays?: number } {
  return retentionGap(group, retentionDays, now) === undefined ? {} : { retentionDays };
}

/** trailmend creates no group without the KMS key of the stack in the trail's Region. */
function selectNewGroup(id: TrailId, { logGroupKmsKeyArn }: Settings, name: string): Selection<GroupTarget> {
  if (logGroupKmsKeyArn === undefined) return succeeded({ kind: 'new', name });
  const [arn, partition, kms, region, account, key = ''] = logGroupKmsKeyArn.split(':');
  if (region !== id.region && !key.startsWith('key/mrk-')) {
    return failed({
      reason: 'kms-key-elsewhere',
      detail: `the key ${logGroupKmsKeyArn} cannot encrypt a log group in ${id.region}: only a multi-Region key (mrk-…) has replicas`,
      whoCanAct: `${OPERATOR}, with a multi-Region key in LogGroupKmsKeyArn`,
    });
  }
  return succeeded({ kind: 'new', name, kmsKeyArn: [arn, partition, kms, id.region, account, key].join(':') });
}

function unread(what: string): Selection<never> {
  return failed(unreadFact(what));
}

function refuseTakenNames(detail: string): Selection<never> {
  const whoCanAct = `${ADMINISTRATOR} (rename or remove them)`;
  return failed({ reason: 'names-taken', detail, whoCanAct });
}
