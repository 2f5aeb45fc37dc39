import { EXCLUDE_TAG } from '../integration/names.ts';
import { type Fact, isRead, whyUnknown } from '../model/fact.ts';
import { type History, NO_HISTORY, type TrailFacts } from '../model/facts.ts';
import { unreadFact } from '../model/plan.ts';
import type { Trail } from '../model/resources.ts';
import type { OutOfScopeReason, Scope } from '../model/scope.ts';
import type { Settings } from '../model/settings.ts';
import { accountOfRole, parseLogGroupArn, type TrailId } from '../model/trail-id.ts';
import { OPERATOR, TRAIL_OWNER } from '../model/who-can-act.ts';
import { type Exclusion, excludedByParameter, excludedByTag } from './exclusions.ts';

type OutOfScope = Extract<Scope, { scope: 'out' }>;

/**
 * Landing zone 4.0 appends random characters to the names of its trail and log group. The controls
 * protect every trail with the prefix (AWS Control Tower controls reference, "Disallow configuration
 * changes to CloudTrail").
 */
const CONTROL_TOWER_PREFIX = 'aws-controltower-';

export function scopeOf(facts: TrailFacts, settings: Settings, history: History = NO_HISTORY): Scope {
  return (
    judgeOwnership(facts, settings, history) ??
    judgeExclusions(facts, settings) ??
    judgeUnread(facts) ?? { scope: 'in' }
  );
}

/** The scope of an organization trail in a member account. The ARN has the account of the owner. */
export function organizationMember({ account }: TrailId): OutOfScope {
  return out(
    'organization-member',
    `A member account cannot change the organization trail of account ${account}.`,
    `the management account ${account}, or its delegated administrator of CloudTrail`,
  );
}

/** The scopes of trails that others manage. */
function judgeOwnership(facts: TrailFacts, settings: Settings, history: History): Scope | undefined {
  const { id, trail } = facts;
  const known = trail.read ? trail.value : undefined;
  if (facts.gone) {
    return out('trail-gone', 'The trail does not exist.', 'nobody: there is nothing to repair');
  }
  if (id.account !== settings.account) {
    if (known?.isOrganizationTrail) return judgeMemberTrail(known, id, settings, history);
    return out('other-account', `The trail belongs to account ${id.account}.`, `trailmend in account ${id.account}`);
  }
  if (id.name.startsWith(CONTROL_TOWER_PREFIX)) {
    return out(
      'control-tower',
      'AWS Control Tower manages this trail; its guardrails deny changes by others.',
      'AWS Control Tower, by updating the landing zone',
    );
  }
  if (!known) return undefined;
  if (known.homeRegion !== id.region) {
    return out(
      'shadow-trail',
      `A replica of a trail whose home Region is ${known.homeRegion}.`,
      `trailmend, through the trail in ${known.homeRegion}`,
    );
  }
  return judgeTarget(known, id, history) ?? (known.isOrganizationTrail ? judgeOrganizationTrail(settings) : undefined);
}

/** The scope of an organization trail outside of its management account. */
function judgeMemberTrail(trail: Trail, id: TrailId, { account }: Settings, history: History): Scope {
  const owner = ownerOfTarget(trail, id, history);
  if (!owner?.read || owner.value !== account) return organizationMember(id);
  return out(
    'delegated-administrator',
    `This account delivers the organization trail of account ${id.account}, as its delegated administrator. trailmend changes only trails whose ARN has its own account.`,
    `an administrator of account ${account}, with UpdateTrail and the ARN of the trail`,
  );
}

/** A trail whose target belongs to another account is never changed, even when it is blank now. */
function judgeTarget(trail: Trail, id: TrailId, history: History): Scope | undefined {
  const owner = ownerOfTarget(trail, id, history);
  if (owner === undefined || (owner.read && owner.value === id.account)) return undefined;
  if (!owner.read) {
    if (!trail.isOrganizationTrail) return undefined;
    return { scope: 'unknown', ...unreadFact(`which account the organization trail delivered to: ${owner.why}`) };
  }
  const delivers = accountsOf(trail).includes(owner.value)
    ? 'A delegated administrator delivers this organization trail'
    : 'When trailmend last saw its target, a delegated administrator delivered this trail';
  return out(
    'delegated-administrator',
    `${delivers} to its own account ${owner.value}.`,
    `the delegated administrator in account ${owner.value}`,
  );
}

/** The account of the target, else the last known one. Undefined: none is known. */
function ownerOfTarget(trail: Trail, { account }: TrailId, { lastOwner }: History): Fact<string> | undefined {
  const other = accountsOf(trail).find((named) => named !== account);
  if (other !== undefined && trail.isOrganizationTrail) return { read: true, value: other };
  return parseLogGroupArn(trail.logGroupArn)?.account === account ? undefined : lastOwner;
}

/**
 * The accounts of the log group and the role: those of the account that set them.
 * Source: CloudTrail API reference, UpdateTrail; user guide, "Organization delegated
 * administrator".
 */
function accountsOf({ logGroupArn, roleArn }: Trail): readonly string[] {
  return [parseLogGroupArn(logGroupArn)?.account, accountOfRole(roleArn)].filter((account) => account !== undefined);
}

/** The scope of an organization trail in its management account. */
function judgeOrganizationTrail({ organizationTrails }: Settings): Scope | undefined {
  if (organizationTrails) return undefined;
  return out(
    'organization-trail',
    'trailmend repairs organization trails only if OrganizationTrails is "true".',
    `${OPERATOR}, with OrganizationTrails "true"`,
  );
}

function judgeExclusions({ id, tags, now }: TrailFacts, settings: Settings): Scope | undefined {
  const byParameter = excludedByParameter(settings.excludedTrails, id);
  const decided = scopeOfExclusion(byParameter, 'excluded-by-parameter', 'the parameter ExcludedTrails', OPERATOR);
  if (decided) return decided;
  if (!isRead(tags)) return { scope: 'unknown', ...unreadFact(`whether the trail is excluded: ${whyUnknown(tags)}`) };
  const byTag = excludedByTag(tags.value[EXCLUDE_TAG], now);
  return scopeOfExclusion(byTag, 'excluded-by-tag', `the tag ${EXCLUDE_TAG}`, TRAIL_OWNER);
}

/** An unread trail may be a replica or an organization trail. */
function judgeUnread({ trail }: TrailFacts): Scope | undefined {
  return trail.read ? undefined : { scope: 'unknown', ...unreadFact(`who owns the trail: ${trail.why}`) };
}

function scopeOfExclusion(
  exclusion: Exclusion,
  reason: OutOfScopeReason,
  where: string,
  whoCanAct: string,
): Scope | undefined {
  if (!exclusion.ok) {
    const { entry, advice } = exclusion.error;
    const detail = `trailmend does not understand "${entry}" in ${where}, so it writes nothing: ${advice}.`;
    return { scope: 'unknown', reason: 'exclusion-not-understood', detail, whoCanAct };
  }
  return exclusion.value === undefined
    ? undefined
    : out(reason, `Excluded by ${where}: "${exclusion.value}".`, whoCanAct);
}

function out(reason: OutOfScopeReason, detail: string, whoCanAct: string): OutOfScope {
  return { scope: 'out', reason, detail, whoCanAct };
}
