import type { CandidateRole } from '../model/role.ts';
import type { TrailId } from '../model/trail-id.ts';
import { DELIVERY_ROLE_PATH, DELIVERY_ROLE_PREFIX, deliveryRoleName, TRAIL_TAG } from './names.ts';
import { sameDocument } from './same-document.ts';

export const DELIVERY_POLICY_NAME = 'trailmend-delivery';
/** The most delivery roles of a trail: after that, a person has to act. */
export const LAST_GENERATION = 9;

/**
 * Only CloudTrail may assume a delivery role. Its principal is the same in every partition. AWS
 * does not support aws:SourceArn and aws:SourceAccount on this role: they would break the delivery.
 */
export const TRUST_DOCUMENT: string = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

export const DELIVERY_ACTIONS: readonly string[] = ['logs:CreateLogStream', 'logs:PutLogEvents'];

/**
 * The log stream of a trail. At high volume CloudTrail appends `_2`, `_3`… to its name.
 * Source: CloudTrail user guide, "CloudWatch Logs log group and log stream naming for CloudTrail".
 */
export function logStreamName({ account, region }: TrailId): string {
  return `${account}_CloudTrail_${region}`;
}

function logStreamArn(id: TrailId, groupName: string): string {
  return `${streamsOf(id, groupName)}:${logStreamName(id)}`;
}

/**
 * The log streams that a role needs: the trail's own and, for an organization trail, an example of
 * those of the members, whose names begin with the id of the organization.
 * @param organizationId `o-…`, of an organization trail
 */
export function logStreamArns(id: TrailId, groupName: string, organizationId?: string): readonly string[] {
  const own = logStreamArn(id, groupName);
  if (organizationId === undefined) return [own];
  return [own, `${streamsOf(id, groupName)}:${organizationId}_${logStreamName(id)}`];
}

/** The prefix of the ARNs of a group's log streams. */
function streamsOf({ partition, region, account }: TrailId, groupName: string): string {
  return `arn:${partition}:logs:${region}:${account}:log-group:${groupName}:log-stream`;
}

/**
 * The policy of a delivery role: the two actions that CloudTrail needs, on the trail's streams of
 * one group. The streams of the members of an organization begin with its id.
 * Source: CloudTrail user guide, "Role policy document for CloudTrail to use CloudWatch Logs for
 * monitoring".
 * @param organizationId `o-…`, of an organization trail
 */
export function deliveryPolicy(id: TrailId, groupName: string, organizationId?: string): string {
  const own = `${logStreamArn(id, groupName)}*`;
  const Resource = organizationId === undefined ? own : [own, `${streamsOf(id, groupName)}:${organizationId}_*`];
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: DELIVERY_ACTIONS, Resource }],
  });
}

export function deliveryRoleArn(id: TrailId, name: string): string {
  return `arn:${id.partition}:iam::${id.account}:role${DELIVERY_ROLE_PATH}${name}`;
}

/**
 * Whether a role has trailmend's path and tag, and nothing that others changed, so that trailmend
 * can repair it in place. A new generation replaces any other role.
 */
export function isUsableRole(role: CandidateRole, id: TrailId, boundaryArn: string): boolean {
  return (
    role.path === DELIVERY_ROLE_PATH &&
    role.tags[TRAIL_TAG] === id.arn &&
    foreignChanges(role, boundaryArn).length === 0
  );
}

/**
 * What others changed in a delivery role, in words for people. A Deny in another policy, or another
 * boundary, ends the delivery of a trail, and trailmend edits neither.
 * @param ownBoundaryArn empty: trailmend does not know the boundary of its roles, and judges none
 */
export function foreignChanges(
  { boundaryArn, trustDocument, otherPolicies }: CandidateRole,
  ownBoundaryArn: string,
): readonly string[] {
  return [
    ...(ownBoundaryArn === '' || boundaryArn === ownBoundaryArn
      ? []
      : [`its permissions boundary is ${boundaryArn ?? 'not set'}`]),
    ...(sameDocument(trustDocument, TRUST_DOCUMENT) ? [] : ['it has another trust policy']),
    ...(otherPolicies.read ? otherPolicies.value.map((policy) => `it has the policy ${policy}`) : []),
  ];
}

/** Whether a role has the path and the prefix of trailmend's delivery roles. */
export function isNamedAsDeliveryRole(id: TrailId, roleArn: string): boolean {
  return roleArn.startsWith(deliveryRoleArn(id, DELIVERY_ROLE_PREFIX));
}

/** The names that trailmend may give the delivery roles of a trail. */
export function deliveryRoleNames(id: TrailId): readonly string[] {
  return Array.from({ length: LAST_GENERATION }, (_, index) => deliveryRoleName(id, index + 1));
}

/** The next name after `existing` roles, or undefined when all names are taken. */
export function nextRoleName(id: TrailId, existing: number): string | undefined {
  return existing < LAST_GENERATION ? deliveryRoleName(id, existing + 1) : undefined;
}
