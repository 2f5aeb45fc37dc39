import type { CandidateRole } from '../model/facts.ts';
import type { TrailId } from '../model/trail-id.ts';
import { DELIVERY_ROLE_PATH, deliveryRoleName, TRAIL_TAG } from './names.ts';
import { sameDocument } from './same-document.ts';

/** The name of the one inline policy of a delivery role. */
export const DELIVERY_POLICY_NAME = 'trailmend-delivery';
/** How many successors a delivery role may have before a person has to look. */
export const LAST_GENERATION = 9;

/**
 * Who may assume a delivery role: CloudTrail, whose principal is the same in every partition, without conditions. AWS says
 * that aws:SourceArn and aws:SourceAccount are not supported on this role; with them delivery breaks.
 */
export const TRUST_DOCUMENT: string = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

/** What CloudTrail does with a delivery role (source below). */
export const DELIVERY_ACTIONS: readonly string[] = ['logs:CreateLogStream', 'logs:PutLogEvents'];

/**
 * The log stream that a trail's events go to, in a group beside it. At high volume `_2`, `_3`… stand behind its name, and where a
 * policy names streams a `*` does. REGION is the trail's home region.
 * Source: CloudTrail user guide, "CloudWatch Logs log group and log stream naming for CloudTrail".
 */
function logStreamArn(id: TrailId, groupName: string): string {
  return `${streamsOf(id, groupName)}:${id.account}_CloudTrail_${id.region}`;
}

/**
 * The log streams on which a role has to be allowed to deliver: the trail's own and, of an organization trail, one such as each account of
 * the organization has. Documented is that the latter begin with the organization's id.
 * @param organizationId `o-…`, of an organization trail
 */
export function logStreamArns(id: TrailId, groupName: string, organizationId?: string): readonly string[] {
  const own = logStreamArn(id, groupName);
  if (organizationId === undefined) return [own];
  return [own, `${streamsOf(id, groupName)}:${organizationId}_${id.account}_CloudTrail_${id.region}`];
}

/** What the ARN of every log stream of a group beside a trail begins with. */
function streamsOf({ partition, region, account }: TrailId, groupName: string): string {
  return `arn:${partition}:logs:${region}:${account}:log-group:${groupName}:log-stream`;
}

/**
 * What a delivery role may do: the two actions that CloudTrail needs, on the trail's own streams of one group. Those of an
 * organization's members begin with its id.
 * Source: CloudTrail user guide, "Role policy document for CloudTrail to use CloudWatch Logs for monitoring".
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

/** The ARN of a delivery role of this trail. */
export function deliveryRoleArn(id: TrailId, name: string): string {
  return `arn:${id.partition}:iam::${id.account}:role${DELIVERY_ROLE_PATH}${name}`;
}

/**
 * Whether a role that stands under one of our names is ours and can be mended in place: our path, our tag, our boundary and
 * an untouched trust. Any other role is left alone and the next generation takes its place.
 */
export function isUsableRole(role: CandidateRole, id: TrailId, boundaryArn: string): boolean {
  return (
    role.path === DELIVERY_ROLE_PATH &&
    role.tags[TRAIL_TAG] === id.arn &&
    role.boundaryArn === boundaryArn &&
    sameDocument(role.trustDocument, TRUST_DOCUMENT)
  );
}

/** The generation whose name is to be used when `existing` roles stand under the names before it; undefined when all are taken. */
export function nextRoleName(id: TrailId, existing: number): string | undefined {
  return existing < LAST_GENERATION ? deliveryRoleName(id, existing + 1) : undefined;
}
