import { Effect, type PolicyStatementProps } from 'aws-cdk-lib/aws-iam';
import { EXCLUDE_TAG, OUTCOME_EVENT, PROBE_EVENT } from '../lambda/core/integration/names.ts';
import type { Operation } from '../lambda/core/model/step.ts';
import {
  anyLogGroup,
  anyRole,
  deliveryRoles,
  forwarderQueues,
  ownEventBuses,
  ownEventRules,
  ownLogGroups,
  type PermissionScope,
  rolesWithOwnNames,
  trailsOfAccount,
  trailsOfAnyAccount,
  WITH_OWN_TAG_ONLY,
  withBoundary,
} from './permission-scope.ts';

/** The operations that a plan has only when the parameter MetricFilters is `cis`. */
type FilterOperation = 'PutMetricFilter';
/** The operations that a plan has only when the parameter DeliveryRole is `per-trail`. */
type RoleOperation = 'CreateRole' | 'PutRolePolicy';

/** Gives the statements that allow one call. */
type Grant = (scope: PermissionScope) => readonly PolicyStatementProps[];

/**
 * Allows a change of the account's trails. IAM denies it while the tag that excludes the trail is
 * `true`. Only the code respects a date in that tag.
 */
const unlessExcluded =
  (name: string): Grant =>
  (scope) => [
    { actions: [`cloudtrail:${name}`], resources: [trailsOfAccount(scope)] },
    {
      effect: Effect.DENY,
      actions: [`cloudtrail:${name}`],
      resources: ['*'],
      conditions: { StringEquals: { [`aws:ResourceTag/${EXCLUDE_TAG}`]: 'true' } },
    },
  ];

/**
 * A condition on the events of PutEvents. Both keys are lists, because one request can contain
 * several events. EventBridge requires both in every event.
 */
const onlyEvents = ({ Source, DetailType }: { readonly Source: string; readonly DetailType: string }) => ({
  'ForAllValues:StringEquals': { 'events:source': Source, 'events:detail-type': DetailType },
});

/**
 * Every call that reads, notifies or updates the ledger, in both modes.
 * Source of actions and resources: Service Authorization Reference.
 */
export const READS: Readonly<Record<string, Grant>> = {
  'cloudtrail:DescribeTrails': () => [
    // This action does not support resource-level permissions.
    { actions: ['cloudtrail:DescribeTrails'], resources: ['*'] },
  ],
  'cloudtrail:GetTrail': (scope) => [{ actions: ['cloudtrail:GetTrail'], resources: [trailsOfAnyAccount(scope)] }],
  'cloudtrail:GetTrailStatus': (scope) => [
    { actions: ['cloudtrail:GetTrailStatus'], resources: [trailsOfAnyAccount(scope)] },
  ],
  'cloudtrail:ListTags': (scope) => [{ actions: ['cloudtrail:ListTags'], resources: [trailsOfAccount(scope)] }],
  'cloudtrail:GetEventSelectors': (scope) => [
    { actions: ['cloudtrail:GetEventSelectors'], resources: [trailsOfAccount(scope)] },
  ],
  'logs:DescribeLogGroups': () => [
    // This action does not support resource-level permissions.
    { actions: ['logs:DescribeLogGroups'], resources: ['*'] },
  ],
  'logs:ListTagsForResource': (scope) => [{ actions: ['logs:ListTagsForResource'], resources: [ownLogGroups(scope)] }],
  'logs:DescribeMetricFilters': (scope) => [
    { actions: ['logs:DescribeMetricFilters'], resources: [anyLogGroup(scope)] },
  ],
  'logs:DescribeSubscriptionFilters': (scope) => [
    {
      actions: ['logs:DescribeSubscriptionFilters'],
      resources: [anyLogGroup(scope)],
    },
  ],
  'logs:DescribeLogStreams': (scope) => [{ actions: ['logs:DescribeLogStreams'], resources: [anyLogGroup(scope)] }],
  'iam:GetRole': (scope) => [{ actions: ['iam:GetRole'], resources: [anyRole(scope)] }],
  'iam:GetRolePolicy': (scope) => [{ actions: ['iam:GetRolePolicy'], resources: [rolesWithOwnNames(scope)] }],
  'iam:ListRolePolicies': (scope) => [{ actions: ['iam:ListRolePolicies'], resources: [rolesWithOwnNames(scope)] }],
  'iam:ListAttachedRolePolicies': (scope) => [
    {
      actions: ['iam:ListAttachedRolePolicies'],
      resources: [rolesWithOwnNames(scope)],
    },
  ],
  'dynamodb:GetItem': ({ ledgerArn }) => [{ actions: ['dynamodb:GetItem'], resources: [ledgerArn] }],
  // Sweeps read the memories of all trails of a Region with one call.
  'dynamodb:BatchGetItem': ({ ledgerArn }) => [{ actions: ['dynamodb:BatchGetItem'], resources: [ledgerArn] }],
  // In dry-run as well: the ledger records which notifications were sent.
  'dynamodb:UpdateItem': ({ ledgerArn }) => [{ actions: ['dynamodb:UpdateItem'], resources: [ledgerArn] }],
  'ec2:DescribeRegions': () => [
    // This action does not support resource-level permissions.
    { actions: ['ec2:DescribeRegions'], resources: ['*'] },
  ],
  'events:DescribeRule': (scope) => [{ actions: ['events:DescribeRule'], resources: [ownEventRules(scope)] }],
  'events:ListTargetsByRule': (scope) => [{ actions: ['events:ListTargetsByRule'], resources: [ownEventRules(scope)] }],
  'iam:SimulatePrincipalPolicy': (scope) => [{ actions: ['iam:SimulatePrincipalPolicy'], resources: [anyRole(scope)] }],
  'sns:Publish': ({ topicArns }) => [{ actions: ['sns:Publish'], resources: [...topicArns] }],
  'events:PutEvents': (scope) => [
    {
      actions: ['events:PutEvents'],
      resources: [`arn:${scope.partition}:events:${scope.region}:${scope.account}:event-bus/default`],
      conditions: onlyEvents(OUTCOME_EVENT),
    },
    {
      actions: ['events:PutEvents'],
      resources: [ownEventBuses(scope)],
      conditions: onlyEvents(PROBE_EVENT),
    },
  ],
  // The smoke test and sweeps show whether anybody receives the messages.
  'sns:ListSubscriptionsByTopic': ({ topicArns }) => [
    { actions: ['sns:ListSubscriptionsByTopic'], resources: [...topicArns] },
  ],
  'sns:GetSubscriptionAttributes': ({ topicArns }) => [
    { actions: ['sns:GetSubscriptionAttributes'], resources: [...topicArns] },
  ],
};

/** Reads that only forwarders add, in both modes. */
export const FORWARDER_READS: Readonly<Record<string, Grant>> = {
  'sqs:GetQueueUrl': (scope) => [{ actions: ['sqs:GetQueueUrl'], resources: [forwarderQueues(scope)] }],
  'sqs:GetQueueAttributes': (scope) => [{ actions: ['sqs:GetQueueAttributes'], resources: [forwarderQueues(scope)] }],
};

/** Reads that only OrganizationTrails `true` adds, in both modes. */
export const ORGANIZATION_READS: Readonly<Record<string, Grant>> = {
  'organizations:DescribeOrganization': () => [
    // This action does not support resource-level permissions.
    { actions: ['organizations:DescribeOrganization'], resources: ['*'] },
  ],
};

/**
 * Permissions that the caller of UpdateTrail needs for an organization trail: with
 * OrganizationTrails `true`, in mode fix only. trailmend makes none of these calls itself. AWS's
 * list also contains organizations:DisableAWSServiceAccess, which is not granted: it would end
 * every organization trail.
 * Source: CloudTrail user guide, "Prepare for creating a trail for your organization", required
 * permissions.
 */
export const ORGANIZATION_WRITES: Readonly<Record<string, Grant>> = {
  UpdateTrail: ({ partition, account }) => [
    {
      actions: ['organizations:ListAccounts', 'organizations:ListAWSServiceAccessForOrganization'],
      resources: ['*'],
    },
    {
      actions: ['organizations:EnableAWSServiceAccess'],
      resources: ['*'],
      conditions: { StringEquals: { 'organizations:ServicePrincipal': 'cloudtrail.amazonaws.com' } },
    },
    {
      actions: ['iam:CreateServiceLinkedRole'],
      resources: [
        `arn:${partition}:iam::${account}:role/aws-service-role/cloudtrail.amazonaws.com/AWSServiceRoleForCloudTrail`,
      ],
      conditions: { StringEquals: { 'iam:AWSServiceName': 'cloudtrail.amazonaws.com' } },
    },
  ],
};

/** Writes that only MetricFilters `cis` adds, in mode fix only. */
export const FILTER_WRITES: Readonly<Record<FilterOperation, Grant>> = {
  PutMetricFilter: (scope) => [{ actions: ['logs:PutMetricFilter'], resources: [ownLogGroups(scope)] }],
};

/**
 * Every other write, in mode fix only: one entry for each operation that a plan can contain.
 * UpdateTrail also needs a permission to pass the delivery role: `ROLE_WRITES` or
 * `STACK_ROLE_WRITES`.
 */
export const WRITES: Readonly<Record<Exclude<Operation, FilterOperation | RoleOperation>, Grant>> = {
  StartLogging: unlessExcluded('StartLogging'),
  // The caller needs no permission to encrypt a log group: the key policy allows CloudWatch Logs
  // (CloudWatch Logs user guide, "Encrypt log data in CloudWatch Logs using AWS KMS").
  CreateLogGroup: (scope) => [
    { actions: ['logs:CreateLogGroup'], resources: [ownLogGroups(scope)] },
    {
      // AWS requires this to create a log group with tags. No condition key distinguishes that from
      // tagging an existing log group, so only the prefix protects other log groups.
      actions: ['logs:TagResource'],
      resources: [ownLogGroups(scope)],
      conditions: WITH_OWN_TAG_ONLY,
    },
  ],
  PutRetentionPolicy: (scope) => [{ actions: ['logs:PutRetentionPolicy'], resources: [ownLogGroups(scope)] }],
  UpdateTrail: unlessExcluded('UpdateTrail'),
};

/** What only DeliveryRole `per-trail` adds, in mode fix only. */
export const ROLE_WRITES: Readonly<Record<RoleOperation | 'PassRole', Grant>> = {
  CreateRole: (scope) => [
    {
      actions: ['iam:CreateRole'],
      resources: [deliveryRoles(scope)],
      conditions: withBoundary(scope),
    },
    {
      actions: ['iam:TagRole'],
      resources: [deliveryRoles(scope)],
      conditions: WITH_OWN_TAG_ONLY,
    },
  ],
  PutRolePolicy: (scope) => [
    {
      actions: ['iam:PutRolePolicy'],
      resources: [deliveryRoles(scope)],
      conditions: withBoundary(scope),
    },
  ],
  PassRole: (scope) => [passToCloudTrail(deliveryRoles(scope))],
};

/** What only DeliveryRole `stack` adds, in mode fix only. */
export const STACK_ROLE_WRITES: Readonly<Record<'PassRole', Grant>> = {
  PassRole: ({ stackRoleArn }) => [passToCloudTrail(stackRoleArn)],
};

function passToCloudTrail(role: string): PolicyStatementProps {
  return {
    actions: ['iam:PassRole'],
    resources: [role],
    conditions: { StringEquals: { 'iam:PassedToService': 'cloudtrail.amazonaws.com' } },
  };
}

/** The statements of a table of calls, in the order of the table. */
export function statementsFor(calls: Readonly<Record<string, Grant>>, scope: PermissionScope): PolicyStatementProps[] {
  return Object.values(calls).flatMap((grant) => grant(scope));
}
