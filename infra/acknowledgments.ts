import type { Acknowledgment } from 'aws-cdk-lib';

/**
 * Findings of CDK's and cdk-nag's rules that are intended, each with its reason. Every finding is
 * acknowledged on the construct that has it.
 */

/** CDK writes these in place of the partition, the account and parameters. */
const [P, A] = ['<AWS::Partition>', '<AWS::AccountId>'];

const wildcard = (resource: string, reason: string): Acknowledgment => ({
  id: `AwsSolutions-IAM5[Resource::${resource}]`,
  reason,
});

/** For roles that get the permissions boundary that an account requires. */
export const REQUIRED_BOUNDARY: readonly Acknowledgment[] = [
  {
    id: 'CloudFormation-Validate::W1030',
    reason: 'The role has no PermissionsBoundary while PermissionsBoundaryArn is empty.',
  },
];

export const READS: readonly Acknowledgment[] = [
  wildcard(
    '*',
    'DescribeTrails, DescribeLogGroups and DescribeRegions are read-only and do not support resource-level permissions.',
  ),
  wildcard(
    `arn:${P}:cloudtrail:*:*:trail/*`,
    'Read-only. Every trail is assessed, and an organization trail has the ARN of the management account.',
  ),
  wildcard(
    `arn:${P}:cloudtrail:*:${A}:trail/*`,
    "Read-only. Any trail of the account can have its owner's exclusion tag.",
  ),
  wildcard(
    `arn:${P}:logs:*:${A}:log-group:<LogGroupPrefix>*`,
    "Read-only. Another owner's log group can have a name that trailmend would use; its tags show the owner.",
  ),
  wildcard(
    `arn:${P}:logs:*:${A}:log-group:*`,
    'Read-only: names and patterns of filters. A trail can name any log group of the account.',
  ),
  wildcard(
    `arn:${P}:events:*:${A}:rule/trailmend-trail-changes`,
    "Read-only. This is trailmend's own event rule, in every Region that has one of its stacks.",
  ),
  wildcard(
    `arn:${P}:events:*:${A}:event-bus/default`,
    'Only probes of trailmend, in every Region that has one of its stacks.',
  ),
  wildcard(`arn:${P}:iam::${A}:role/*`, 'Read-only. A trail can name any role of the account.'),
  wildcard(
    `arn:${P}:iam::${A}:role/*trailmend-*`,
    "Read-only. Another owner's role can have a name that trailmend would use, on any path.",
  ),
];

export const FORWARDERS: readonly Acknowledgment[] = [
  wildcard(
    `arn:${P}:sqs:*:${A}:trailmend-not-forwarded`,
    "Read-only. This is trailmend's own dead-letter queue, in every Region that has a forwarder.",
  ),
];

export const WRITES: readonly Acknowledgment[] = [
  wildcard(
    `arn:${P}:cloudtrail:*:${A}:trail/*`,
    'All current and future trails of the account are repaired. Owners exclude a trail with a tag that IAM enforces.',
  ),
  wildcard(
    `arn:${P}:logs:*:${A}:log-group:<LogGroupPrefix>*`,
    'New log groups are named after their trails, and the prefix is reserved for trailmend.',
  ),
  wildcard(
    `arn:${P}:iam::${A}:role/trailmend/trailmend-*`,
    'Delivery roles are named after their trails. Their path, name prefix and permissions boundary limit them.',
  ),
];

export const METRIC_FILTERS: readonly Acknowledgment[] = [
  wildcard(
    `arn:${P}:logs:*:${A}:log-group:<LogGroupPrefix>*`,
    'Metric filters have no ARN. Log groups are named after their trails, and the prefix is reserved for trailmend.',
  ),
];

/** For log groups that get the key of the account. */
export const DATA_KEY: readonly Acknowledgment[] = [
  { id: 'CloudFormation-Validate::W1030', reason: 'The log group has no KmsKeyId while DataKmsKeyArn is empty.' },
];

export const LEDGER_KEY: readonly Acknowledgment[] = ['GenerateDataKey', 'ReEncrypt'].map((action) => ({
  id: `AwsSolutions-IAM5[Action::kms:${action}*]`,
  reason: 'DynamoDB documents this pattern. A condition limits it to one key, through DynamoDB.',
}));

export const ORGANIZATION: readonly Acknowledgment[] = [
  wildcard(
    '*',
    'These actions of Organizations do not support resource-level permissions. A condition limits the write to CloudTrail.',
  ),
];

export const BOUNDARY: readonly Acknowledgment[] = [
  wildcard(
    `arn:${P}:logs:*:${A}:log-group:*:log-stream:${A}_CloudTrail_*`,
    'One boundary covers the delivery roles of all trails. The policy of each role names its one log group.',
  ),
  wildcard(
    `arn:${P}:logs:*:${A}:log-group:*:log-stream:o-*`,
    'Streams of an organization trail begin with the organization ID. The policy of each role names its one log group.',
  ),
];

export const STACK_ROLE: readonly Acknowledgment[] = [
  wildcard(
    `arn:${P}:logs:*:${A}:log-group:<LogGroupPrefix>*:log-stream:${A}_CloudTrail_*`,
    'One role serves the trails of all Regions. It writes only their streams, in log groups with the reserved prefix.',
  ),
];

export const STACK_ROLE_OF_ORGANIZATION: readonly Acknowledgment[] = [
  wildcard(
    `arn:${P}:logs:*:${A}:log-group:<LogGroupPrefix>*:log-stream:o-*_*`,
    'Streams of an organization trail begin with the organization ID, which the template does not know.',
  ),
];

export const DEAD_LETTER_QUEUE: readonly Acknowledgment[] = [
  { id: 'AwsSolutions-SQS3', reason: 'This queue is itself a dead-letter queue.' },
];
