import { Effect, type PolicyStatementProps } from 'aws-cdk-lib/aws-iam';
import {
  DELIVERY_ROLE_PATH,
  DELIVERY_ROLE_PREFIX,
  EXCLUDE_TAG,
  OUTCOME_EVENT,
  TRAIL_CHANGES_RULE,
  TRAIL_TAG,
} from '../lambda/core/integration/names.ts';
import type { Operation } from '../lambda/core/model/step.ts';

/** What the permissions are confined to; the values may be CloudFormation references. */
export interface Confines {
  readonly partition: string;
  readonly account: string;
  /** Of the function. */
  readonly region: string;
  readonly logGroupPrefix: string;
  readonly deliveryRoleBoundaryArn: string;
  readonly topicArn: string;
  /** The region of trailmend's own stack, or `*` where it has one in several: a list would outgrow what IAM allows a role. */
  readonly ruleRegion: string;
  readonly ledgerArn: string;
}

/** The operations that only a parameter brings into plans. */
type FilterOperation = 'PutMetricFilter';

/** The statements that one call needs. */
type Needs = (confines: Confines) => readonly PolicyStatementProps[];

const ownTrails = ({ partition, account }: Confines) => `arn:${partition}:cloudtrail:*:${account}:trail/*`;
/** In a member account an organization's trail has the ARN of the management account. */
const anyTrails = ({ partition }: Confines) => `arn:${partition}:cloudtrail:*:*:trail/*`;
const anyRoles = ({ partition, account }: Confines) => `arn:${partition}:iam::${account}:role/*`;
/** On any path, since others may have taken the name; IAM asks for a role that does not exist without a path. */
const rolesUnderOurNames = ({ partition, account }: Confines) =>
  `arn:${partition}:iam::${account}:role/*${DELIVERY_ROLE_PREFIX}*`;
const deliveryRoles = ({ partition, account }: Confines) =>
  `arn:${partition}:iam::${account}:role${DELIVERY_ROLE_PATH}${DELIVERY_ROLE_PREFIX}*`;
/** The end `*` covers both forms in which CloudWatch Logs asks for a group: `NAME`, and `NAME:*` for its streams. */
const ownGroups = ({ partition, account, logGroupPrefix }: Confines) =>
  `arn:${partition}:logs:*:${account}:log-group:${logGroupPrefix}*`;

/** The rule that hears of changes, in the regions that have one. */
const ownRules = ({ partition, account, ruleRegion }: Confines) =>
  `arn:${partition}:events:${ruleRegion}:${account}:rule/${TRAIL_CHANGES_RULE}`;

const withBoundary = ({ deliveryRoleBoundaryArn }: Confines) => ({
  StringEquals: { 'iam:PermissionsBoundary': deliveryRoleBoundaryArn },
});
/** Where AWS does not send the key with a tag-on-create, this holds too: then only the resource confines the tagging. */
const onlyOurTag = { 'ForAllValues:StringEquals': { 'aws:TagKeys': [TRAIL_TAG] } };

/** A change of a trail of this account, denied by IAM itself while the owner's tag excludes the trail. */
const onTrailUnlessExcluded =
  (name: string): Needs =>
  (confines) => [
    { sid: name, actions: [`cloudtrail:${name}`], resources: [ownTrails(confines)] },
    {
      sid: `${name}NotWhenExcluded`,
      effect: Effect.DENY,
      actions: [`cloudtrail:${name}`],
      resources: ['*'],
      conditions: { StringEquals: { [`aws:ResourceTag/${EXCLUDE_TAG}`]: 'true' } },
    },
  ];

/** Every call that reads, tells or remembers, in both modes. Source of actions and resources: Service Authorization Reference. */
export const READS: Readonly<Record<string, Needs>> = {
  'cloudtrail:DescribeTrails': () => [
    // AWS knows no narrower resource for this action.
    { sid: 'DescribeTrails', actions: ['cloudtrail:DescribeTrails'], resources: ['*'] },
  ],
  'cloudtrail:GetTrail': (confines) => [
    { sid: 'GetTrail', actions: ['cloudtrail:GetTrail'], resources: [anyTrails(confines)] },
  ],
  'cloudtrail:GetTrailStatus': (confines) => [
    { sid: 'GetTrailStatus', actions: ['cloudtrail:GetTrailStatus'], resources: [anyTrails(confines)] },
  ],
  'cloudtrail:ListTags': (confines) => [
    { sid: 'ListTrailTags', actions: ['cloudtrail:ListTags'], resources: [ownTrails(confines)] },
  ],
  'cloudtrail:GetEventSelectors': (confines) => [
    { sid: 'GetEventSelectors', actions: ['cloudtrail:GetEventSelectors'], resources: [ownTrails(confines)] },
  ],
  'logs:DescribeLogGroups': () => [
    // AWS knows no narrower resource for this action.
    { sid: 'DescribeLogGroups', actions: ['logs:DescribeLogGroups'], resources: ['*'] },
  ],
  'logs:ListTagsForResource': (confines) => [
    { sid: 'ListLogGroupTags', actions: ['logs:ListTagsForResource'], resources: [ownGroups(confines)] },
  ],
  'iam:GetRole': (confines) => [{ sid: 'GetRole', actions: ['iam:GetRole'], resources: [anyRoles(confines)] }],
  'iam:GetRolePolicy': (confines) => [
    { sid: 'GetRolePolicy', actions: ['iam:GetRolePolicy'], resources: [rolesUnderOurNames(confines)] },
  ],
  'dynamodb:GetItem': ({ ledgerArn }) => [{ sid: 'ReadLedger', actions: ['dynamodb:GetItem'], resources: [ledgerArn] }],
  // In dry-run too: what was told already has to be remembered.
  'dynamodb:UpdateItem': ({ ledgerArn }) => [
    { sid: 'WriteLedger', actions: ['dynamodb:UpdateItem'], resources: [ledgerArn] },
  ],
  'ec2:DescribeRegions': () => [
    // AWS knows no narrower resource for this action.
    { sid: 'DescribeRegions', actions: ['ec2:DescribeRegions'], resources: ['*'] },
  ],
  'events:DescribeRule': (confines) => [
    { sid: 'DescribeRule', actions: ['events:DescribeRule'], resources: [ownRules(confines)] },
  ],
  'events:ListTargetsByRule': (confines) => [
    { sid: 'ListTargetsByRule', actions: ['events:ListTargetsByRule'], resources: [ownRules(confines)] },
  ],
  'iam:SimulatePrincipalPolicy': (confines) => [
    { sid: 'SimulateRole', actions: ['iam:SimulatePrincipalPolicy'], resources: [anyRoles(confines)] },
  ],
  'sns:Publish': ({ topicArn }) => [{ sid: 'Publish', actions: ['sns:Publish'], resources: [topicArn] }],
  'events:PutEvents': ({ partition, region, account }) => [
    {
      sid: 'PutOutcome',
      actions: ['events:PutEvents'],
      resources: [`arn:${partition}:events:${region}:${account}:event-bus/default`],
      // One request can hold many events, so both keys are lists; EventBridge takes no event without the two.
      conditions: {
        'ForAllValues:StringEquals': {
          'events:source': OUTCOME_EVENT.Source,
          'events:detail-type': OUTCOME_EVENT.DetailType,
        },
      },
    },
  ],
};

/** What is read with OrganizationTrails `true` alone, in both modes. */
export const ORGANIZATION_READS: Readonly<Record<string, Needs>> = {
  'organizations:DescribeOrganization': () => [
    // AWS knows no narrower resource for this action.
    { sid: 'DescribeOrganization', actions: ['organizations:DescribeOrganization'], resources: ['*'] },
  ],
};

/**
 * What UpdateTrail looks for in its caller when the trail is an organization's, with OrganizationTrails `true` and in mode fix only.
 * trailmend makes none of these calls. Left out of AWS's list: organizations:DisableAWSServiceAccess, by which all of the organization's
 * trails would end.
 * Source: CloudTrail user guide, "Prepare for creating a trail for your organization", required permissions.
 */
export const ORGANIZATION_WRITES: Readonly<Record<string, Needs>> = {
  UpdateTrail: ({ partition, account }) => [
    {
      sid: 'LookAtOrganization',
      actions: ['organizations:ListAccounts', 'organizations:ListAWSServiceAccessForOrganization'],
      resources: ['*'],
    },
    {
      sid: 'KeepCloudTrailTrusted',
      actions: ['organizations:EnableAWSServiceAccess'],
      resources: ['*'],
      conditions: { StringEquals: { 'organizations:ServicePrincipal': 'cloudtrail.amazonaws.com' } },
    },
    {
      sid: 'CreateRoleOfCloudTrail',
      actions: ['iam:CreateServiceLinkedRole'],
      resources: [
        `arn:${partition}:iam::${account}:role/aws-service-role/cloudtrail.amazonaws.com/AWSServiceRoleForCloudTrail`,
      ],
      conditions: { StringEquals: { 'iam:AWSServiceName': 'cloudtrail.amazonaws.com' } },
    },
  ],
};

/** What is read with MetricFilters `cis` alone, in both modes. */
export const FILTER_READS: Readonly<Record<string, Needs>> = {
  'logs:DescribeMetricFilters': (confines) => [
    { sid: 'DescribeMetricFilters', actions: ['logs:DescribeMetricFilters'], resources: [ownGroups(confines)] },
  ],
};

/** What is written with MetricFilters `cis` alone, in mode fix only. */
export const FILTER_WRITES: Readonly<Record<FilterOperation, Needs>> = {
  PutMetricFilter: (confines) => [
    { sid: 'PutMetricFilter', actions: ['logs:PutMetricFilter'], resources: [ownGroups(confines)] },
  ],
};

/** Every other call that writes, in mode fix only: one entry for each operation that a plan can hold. */
export const WRITES: Readonly<Record<Exclude<Operation, FilterOperation>, Needs>> = {
  StartLogging: onTrailUnlessExcluded('StartLogging'),
  // Encrypting a group takes no permission of the caller: the key's policy admits CloudWatch Logs (its user guide,
  // "Encrypt log data in CloudWatch Logs using AWS KMS").
  CreateLogGroup: (confines) => [
    { sid: 'CreateLogGroup', actions: ['logs:CreateLogGroup'], resources: [ownGroups(confines)] },
    {
      // AWS asks for this when a group is made with tags, and offers no key that tells it from tagging an existing group: what
      // keeps foreign groups out is the prefix.
      sid: 'TagLogGroup',
      actions: ['logs:TagResource'],
      resources: [ownGroups(confines)],
      conditions: onlyOurTag,
    },
  ],
  PutRetentionPolicy: (confines) => [
    { sid: 'PutRetentionPolicy', actions: ['logs:PutRetentionPolicy'], resources: [ownGroups(confines)] },
  ],
  CreateRole: (confines) => [
    {
      sid: 'CreateDeliveryRole',
      actions: ['iam:CreateRole'],
      resources: [deliveryRoles(confines)],
      conditions: withBoundary(confines),
    },
    {
      sid: 'TagDeliveryRole',
      actions: ['iam:TagRole'],
      resources: [deliveryRoles(confines)],
      conditions: onlyOurTag,
    },
  ],
  PutRolePolicy: (confines) => [
    {
      sid: 'PutDeliveryPolicy',
      actions: ['iam:PutRolePolicy'],
      resources: [deliveryRoles(confines)],
      conditions: withBoundary(confines),
    },
  ],
  UpdateTrail: (confines) => [
    ...onTrailUnlessExcluded('UpdateTrail')(confines),
    {
      sid: 'PassDeliveryRole',
      actions: ['iam:PassRole'],
      resources: [deliveryRoles(confines)],
      conditions: { StringEquals: { 'iam:PassedToService': 'cloudtrail.amazonaws.com' } },
    },
  ],
};

/** The statements of a table of calls, in its order. */
export function statementsFor(calls: Readonly<Record<string, Needs>>, confines: Confines): PolicyStatementProps[] {
  return Object.values(calls).flatMap((needs) => needs(confines));
}
