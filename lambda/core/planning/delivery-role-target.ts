import { isUsableRole, nextRoleName } from '../integration/delivery-role.ts';
import { NOT_ASKED } from '../model/fact.ts';
import type { RepairFacts, TrailFacts } from '../model/facts.ts';
import { failed, succeeded } from '../model/result.ts';
import type { Settings } from '../model/settings.ts';
import { OPERATOR } from '../model/who-can-act.ts';
import { refuseTakenNames, type Selection, unread } from './selection.ts';

/** The delivery role that the trail is to use. */
export type RoleTarget =
  /** `policyDocument` is empty where the role has no policy under trailmend's name yet. */
  | { readonly kind: 'ours'; readonly name: string; readonly policyDocument: string; readonly organizationId?: string }
  | { readonly kind: 'new'; readonly name: string; readonly organizationId?: string }
  /** The one role of the stack, for all trails. */
  | { readonly kind: 'stack'; readonly arn: string };

/**
 * Selects the role of the stack, or else one of the trail.
 * @param groupName the log group that the trail is to deliver to
 */
export function selectDeliveryRole(
  facts: TrailFacts,
  repairFacts: RepairFacts,
  settings: Settings,
  groupName: string,
): Selection<RoleTarget> {
  const { deliveryRoleArn: arn, logGroupPrefix } = settings;
  if (arn === undefined) return selectRoleOfTrail(facts, repairFacts, settings);
  if (groupName.startsWith(logGroupPrefix)) return succeeded({ kind: 'stack', arn });
  return failed({
    reason: 'group-outside-prefix',
    detail: `the delivery role of the stack may write only to log groups whose names begin with ${logGroupPrefix}, and the trail delivers to ${groupName}`,
    whoCanAct: `${OPERATOR}, with DeliveryRole per-trail, or the owner of the trail, with another log group`,
  });
}

/**
 * Selects the first delivery role that trailmend can repair in place, else the next free name. An
 * organization trail needs the id of the organization.
 */
function selectRoleOfTrail(
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
  if (!role.otherPolicies.read) return unread(`the policies of the role ${name}: ${role.otherPolicies.why}`);
  return succeeded({ kind: 'ours', name, policyDocument: role.deliveryPolicy.value, ...organization });
}
