import type { Fact } from '../model/fact.ts';
import type { History, TrailFacts } from '../model/facts.ts';
import { unreadFact } from '../model/plan.ts';
import { type OutOfScope, outOfScope, type Scope } from '../model/scope.ts';
import type { Settings } from '../model/settings.ts';
import type { Trail } from '../model/trail.ts';
import { accountOfLogGroup, accountOfRole, type TrailId } from '../model/trail-id.ts';
import { OPERATOR } from '../model/who-can-act.ts';

/**
 * Landing zone 4.0 appends random characters to the names of its trail and log group. The controls
 * protect every trail with the prefix (AWS Control Tower controls reference, "Disallow
 * configuration changes to CloudTrail").
 */
const CONTROL_TOWER_PREFIX = 'aws-controltower-';

/** The scopes of trails that others manage. */
export function judgeOwnership(facts: TrailFacts, settings: Settings, history: History): Scope | undefined {
  const { id, trail } = facts;
  const known = trail.read ? trail.value : undefined;
  if (facts.gone) {
    return outOfScope('trail-gone', 'The trail does not exist.', 'nobody: there is nothing to repair');
  }
  if (id.account !== settings.account) {
    if (known?.isOrganizationTrail) return judgeMemberTrail(known, id, settings, history);
    return outOfScope(
      'other-account',
      `The trail belongs to account ${id.account}.`,
      `trailmend in account ${id.account}`,
    );
  }
  if (id.name.startsWith(CONTROL_TOWER_PREFIX)) {
    return outOfScope(
      'control-tower',
      'AWS Control Tower manages this trail; its guardrails deny changes by others.',
      'AWS Control Tower (update the landing zone)',
    );
  }
  if (!known) return undefined;
  if (known.homeRegion !== id.region) {
    return outOfScope(
      'shadow-trail',
      `A replica of a trail whose home Region is ${known.homeRegion}.`,
      `trailmend, through the trail in ${known.homeRegion}`,
    );
  }
  return judgeTarget(known, id, history) ?? (known.isOrganizationTrail ? judgeOrganizationTrail(settings) : undefined);
}

/** The scope of an organization trail in a member account. The ARN has the account of the owner. */
export function organizationMember({ account }: TrailId): OutOfScope {
  return outOfScope(
    'organization-member',
    `A member account cannot change the organization trail of account ${account}.`,
    `the management account ${account}, or its delegated administrator of CloudTrail`,
  );
}

/** The scope of an organization trail outside of its management account. */
function judgeMemberTrail(trail: Trail, id: TrailId, { account }: Settings, history: History): Scope {
  const owner = ownerOfTarget(trail, id, history);
  if (!owner?.read || owner.value !== account) return organizationMember(id);
  return outOfScope(
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
  return outOfScope(
    'delegated-administrator',
    `${delivers} to its own account ${owner.value}.`,
    `the delegated administrator in account ${owner.value}`,
  );
}

/** The account of the target, else the last known one. Undefined: none is known. */
function ownerOfTarget(trail: Trail, { account }: TrailId, { lastOwner }: History): Fact<string> | undefined {
  const other = accountsOf(trail).find((named) => named !== account);
  if (other !== undefined && trail.isOrganizationTrail) return { read: true, value: other };
  return accountOfLogGroup(trail.logGroupArn) === account ? undefined : lastOwner;
}

/**
 * The accounts of the log group and the role: those of the account that set them.
 * Source: CloudTrail API reference, UpdateTrail; user guide, "Organization delegated
 * administrator".
 */
function accountsOf({ logGroupArn, roleArn }: Trail): readonly string[] {
  return [accountOfLogGroup(logGroupArn), accountOfRole(roleArn)].filter((account) => account !== undefined);
}

/** The scope of an organization trail in its management account. */
function judgeOrganizationTrail({ organizationTrails }: Settings): Scope | undefined {
  if (organizationTrails) return undefined;
  return outOfScope(
    'organization-trail',
    'trailmend repairs organization trails only if OrganizationTrails is "true".',
    `${OPERATOR}, with OrganizationTrails "true"`,
  );
}
