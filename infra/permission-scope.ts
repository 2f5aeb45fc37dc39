import {
  DELIVERY_ROLE_PATH,
  DELIVERY_ROLE_PREFIX,
  NOT_FORWARDED_QUEUE,
  TRAIL_CHANGES_RULE,
  TRAIL_TAG,
} from '../lambda/core/integration/names.ts';

/** What the permissions are limited to. The values may be CloudFormation references. */
export interface PermissionScope {
  readonly partition: string;
  readonly account: string;
  /** The Region of the function. */
  readonly region: string;
  readonly logGroupPrefix: string;
  readonly deliveryRoleBoundaryArn: string;
  /** The delivery role of the stack, with DeliveryRole `stack`. */
  readonly stackRoleArn: string;
  /** The topic, and with ChatTopic `create` that for chat applications. */
  readonly topicArns: readonly string[];
  /** Where trailmend has event rules: the Region of the hub, or `*` with forwarders. */
  readonly eventRegions: string;
  readonly ledgerArn: string;
}

export function trailsOfAccount({ partition, account }: PermissionScope): string {
  return `arn:${partition}:cloudtrail:*:${account}:trail/*`;
}

/**
 * Includes organization trails, which have the ARN of the management account in every member
 * account.
 */
export function trailsOfAnyAccount({ partition }: PermissionScope): string {
  return `arn:${partition}:cloudtrail:*:*:trail/*`;
}

export function anyRole({ partition, account }: PermissionScope): string {
  return `arn:${partition}:iam::${account}:role/*`;
}

/** A trail can name any log group of the account. */
export function anyLogGroup({ partition, account }: PermissionScope): string {
  return `arn:${partition}:logs:*:${account}:log-group:*`;
}

/**
 * Roles with the names that trailmend uses, on any path: another owner's role can have such a name,
 * and IAM authorizes a call about a role that does not exist without a path.
 */
export function rolesWithOwnNames({ partition, account }: PermissionScope): string {
  return `arn:${partition}:iam::${account}:role/*${DELIVERY_ROLE_PREFIX}*`;
}

export function deliveryRoles({ partition, account }: PermissionScope): string {
  return `arn:${partition}:iam::${account}:role${DELIVERY_ROLE_PATH}${DELIVERY_ROLE_PREFIX}*`;
}

/**
 * Ends in `*` for both forms in which CloudWatch Logs names a log group: `NAME`, and `NAME:*` for
 * its streams.
 */
export function ownLogGroups({ partition, account, logGroupPrefix }: PermissionScope): string {
  return `arn:${partition}:logs:*:${account}:log-group:${logGroupPrefix}*`;
}

/**
 * The event rules of trailmend: that of the hub, and with forwarders those of all Regions. A list
 * of Regions would exceed the size that IAM allows for the policies of a role.
 */
export function ownEventRules({ partition, account, eventRegions }: PermissionScope): string {
  return `arn:${partition}:events:${eventRegions}:${account}:rule/${TRAIL_CHANGES_RULE}`;
}

/** The default event buses of the Regions with an event rule of trailmend, for its probes. */
export function ownEventBuses({ partition, account, eventRegions }: PermissionScope): string {
  return `arn:${partition}:events:${eventRegions}:${account}:event-bus/default`;
}

/** The dead-letter queues of the forwarders, in all Regions. */
export function forwarderQueues({ partition, account }: PermissionScope): string {
  return `arn:${partition}:sqs:*:${account}:${NOT_FORWARDED_QUEUE}`;
}

/** A condition that is true only for roles with the permissions boundary of delivery roles. */
export function withBoundary({ deliveryRoleBoundaryArn }: PermissionScope) {
  return { StringEquals: { 'iam:PermissionsBoundary': deliveryRoleBoundaryArn } };
}

/**
 * A condition that allows trailmend's own tag alone. It is also true when AWS does not send the key
 * for a resource that is created with tags; then only the resource limits the tagging.
 */
export const WITH_OWN_TAG_ONLY = { 'ForAllValues:StringEquals': { 'aws:TagKeys': [TRAIL_TAG] } };
