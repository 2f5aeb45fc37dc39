import { isUsableRole, nextRoleName } from '../integration/delivery-role.ts';
import { logGroupNames, TRAIL_TAG } from '../integration/names.ts';
import { retentionGap } from '../integration/retention.ts';
import type { CandidateGroup, OurMetricFilters, TrailFacts } from '../model/facts.ts';
import { isUsableLogGroup } from '../model/facts.ts';
import type { Finding } from '../model/finding.ts';
import type { Refusal } from '../model/plan.ts';
import { CONCERNS } from '../model/rule-catalog.ts';
import type { Settings } from '../model/settings.ts';
import { parseLogGroupArn } from '../model/trail-id.ts';

/** A choice, or why there is none. */
export type Selection<T> =
  | { readonly made: true; readonly target: T }
  | { readonly made: false; readonly refusal: Omit<Refusal, 'rule'> };

/** The log group that the trail shall deliver to. */
export type GroupTarget =
  | { readonly kind: 'current'; readonly name: string }
  /** Not ours: the one to which the trail delivered when it was last known to be whole. */
  | { readonly kind: 'former'; readonly name: string }
  /** Ours, made by an earlier run; `retentionDays` is set when its retention has to be raised. */
  | {
      readonly kind: 'ours';
      readonly name: string;
      readonly metricFilters: OurMetricFilters;
      readonly retentionDays?: number;
    }
  | { readonly kind: 'new'; readonly name: string; readonly kmsKeyArn?: string };

/** The delivery role that the trail shall use: one of ours that exists, or the name of a new one. */
export type RoleTarget =
  /** `policyDocument` is empty where the role has none of our name yet. */
  | { readonly kind: 'ours'; readonly name: string; readonly policyDocument: string; readonly organizationId?: string }
  | { readonly kind: 'new'; readonly name: string; readonly organizationId?: string };

/**
 * The trail's own group while nothing is wrong with it, else the one to which it delivered when it was last known to be whole, so that
 * metric filters and alarms live on, else the one that trailmend made for it, else a new one under the first name that nobody has.
 */
export function selectLogGroup(
  facts: TrailFacts,
  findings: readonly Finding[],
  settings: Settings,
): Selection<GroupTarget> {
  const aboutGroup = findings.filter(({ rule }) => CONCERNS[rule] === 'log-group');
  const undecided = aboutGroup.find(({ verdict }) => verdict === 'undecided');
  if (undecided) return unread(`the log group of the trail: ${undecided.evidence.saw}`);
  const current = facts.trail.read ? parseLogGroupArn(facts.trail.value.logGroupArn) : undefined;
  if (aboutGroup.length === 0 && current) return chosen({ kind: 'current', name: current.name });

  const { formerGroup } = facts;
  // Going on without it could lose its metric filters for good: the next run would find the trail whole.
  if (!formerGroup.read) return unread(`the log group to which the trail delivered before: ${formerGroup.why}`);
  const former = isUsableLogGroup(formerGroup.value) ? formerGroup.value.name : undefined;
  const names: readonly string[] = logGroupNames(facts.id, settings.logGroupPrefix);
  if (former !== undefined && !names.includes(former)) return chosen({ kind: 'former', name: former });
  if (!facts.candidateGroups.read) return unread(`the log groups under our names: ${facts.candidateGroups.why}`);
  const existing = facts.candidateGroups.value;
  const untold = existing.find(({ tags }) => !tags.read);
  if (untold && !untold.tags.read) return unread(`the tags of the log group ${untold.name}: ${untold.tags.why}`);
  const usable = existing.filter((group) => isUsableGroup(group, facts.id.arn));
  const ours = former === undefined ? usable[0] : usable.find(({ name }) => name === former);
  if (former !== undefined && !ours) return chosen({ kind: 'former', name: former });
  if (ours) {
    const { name, metricFilters } = ours;
    return chosen({ kind: 'ours', name, metricFilters, ...raisedRetention(ours, facts.now, settings) });
  }
  const free = names.find((name) => existing.every((group) => group.name !== name));
  if (!free) return taken(`log groups that are not ours stand under both names: ${names.join(', ')}`);
  return encryption(facts, settings, free);
}

/**
 * The first role of ours that can be mended in place, else the first free name of a next generation. That of an organization trail
 * has to know the organization.
 */
export function selectDeliveryRole(facts: TrailFacts, settings: Settings): Selection<RoleTarget> {
  const { trail, organizationId: asked } = facts;
  const ofOrganization = trail.read && trail.value.isOrganizationTrail;
  if (ofOrganization && !asked.read) return unread(`the id of the organization: ${asked.why}`);
  const organization = ofOrganization && asked.read ? { organizationId: asked.value } : {};
  if (!facts.candidateRoles.read) return unread(`the roles under our names: ${facts.candidateRoles.why}`);
  const existing = facts.candidateRoles.value;
  const position = existing.findIndex((role) => isUsableRole(role, facts.id, settings.deliveryRoleBoundaryArn));
  const role = existing[position];
  const name = nextRoleName(facts.id, role ? position : existing.length);
  if (!name) return taken(`roles that are not ours, or were changed, stand under all of our names for the trail`);
  if (!role) return chosen({ kind: 'new', name, ...organization });
  if (!role.deliveryPolicy.read) return unread(`the policy of the role ${name}: ${role.deliveryPolicy.why}`);
  return chosen({ kind: 'ours', name, policyDocument: role.deliveryPolicy.value, ...organization });
}

/** Whether trailmend made a group for the trail, and can use it. */
function isUsableGroup(group: CandidateGroup, trailArn: string): boolean {
  return isUsableLogGroup(group) && group.tags.read && group.tags.value[TRAIL_TAG] === trailArn;
}

/** A short retention is raised, and never lowered. */
function raisedRetention(
  group: CandidateGroup,
  now: string,
  { retentionDays }: Settings,
): { readonly retentionDays?: number } {
  return retentionGap(group, retentionDays, now) === undefined ? {} : { retentionDays };
}

/** A new group gets the key that the stack names, in the trail's region, or is not made at all. */
function encryption({ id }: TrailFacts, { logGroupKmsKeyArn }: Settings, name: string): Selection<GroupTarget> {
  if (logGroupKmsKeyArn === undefined) return chosen({ kind: 'new', name });
  const [arn, partition, kms, region, account, key = ''] = logGroupKmsKeyArn.split(':');
  if (region !== id.region && !key.startsWith('key/mrk-')) {
    return refused(
      'kms-key-elsewhere',
      `the key ${logGroupKmsKeyArn} cannot encrypt a log group in ${id.region}: only a multi-region key (mrk-…) has replicas`,
      'whoever deploys trailmend, with a multi-region key in LogGroupKmsKeyArn',
    );
  }
  return chosen({ kind: 'new', name, kmsKeyArn: [arn, partition, kms, id.region, account, key].join(':') });
}

function chosen<T>(target: T): Selection<T> {
  return { made: true, target };
}

function unread(what: string): Selection<never> {
  return refused('unread-fact', `could not read ${what}`, 'an administrator of the account');
}

function taken(detail: string): Selection<never> {
  return refused('names-taken', detail, 'an administrator of the account, by renaming or removing them');
}

function refused(reason: Refusal['reason'], detail: string, whoCanAct: string): Selection<never> {
  return { made: false, refusal: { reason, detail, whoCanAct } };
}
