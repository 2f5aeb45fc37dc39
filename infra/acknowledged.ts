import type { Acknowledgment } from 'aws-cdk-lib';

/** What CDK's and cdk-nag's rules find and is meant to be so: each finding with its reason, acknowledged where it occurs. */

/** CDK inserts these where the account, the partition and parameters stand. */
const [P, A] = ['<AWS::Partition>', '<AWS::AccountId>'];

const wildcard = (resource: string, reason: string): Acknowledgment => ({
  id: `AwsSolutions-IAM5[Resource::${resource}]`,
  reason,
});

/** Of roles that get the boundary which an account demands. */
export const DEMANDED_BOUNDARY: readonly Acknowledgment[] = [
  {
    id: 'CloudFormation-Validate::W1030',
    reason: 'While PermissionsBoundaryArn is empty, the role has no PermissionsBoundary.',
  },
];

export const READS: readonly Acknowledgment[] = [
  wildcard(
    '*',
    'DescribeTrails, DescribeLogGroups and DescribeRegions only read, and AWS knows no narrower resource for them.',
  ),
  wildcard(
    `arn:${P}:cloudtrail:*:*:trail/*`,
    'Any trail may be the one to judge; an organization trail has the ARN of the management account. Reads only.',
  ),
  wildcard(`arn:${P}:cloudtrail:*:${A}:trail/*`, "Any trail of the account may carry the owner's exclusion tag."),
  wildcard(
    `arn:${P}:logs:*:${A}:log-group:<LogGroupPrefix>*`,
    'A log group of somebody else may stand under a name that trailmend would choose; its tags tell whose it is.',
  ),
  wildcard(
    `arn:${P}:events:*:${A}:rule/trailmend-trail-changes`,
    'The rule that starts trailmend, in each region that has a stack of it. Reads only.',
  ),
  wildcard(`arn:${P}:iam::${A}:role/*`, 'A trail may name any role of the account. Reads only.'),
  wildcard(
    `arn:${P}:iam::${A}:role/*trailmend-*`,
    'A role of somebody else may stand under a name that trailmend would choose, on any path. Reads only.',
  ),
];

export const WRITES: readonly Acknowledgment[] = [
  wildcard(
    `arn:${P}:cloudtrail:*:${A}:trail/*`,
    'Every trail of the account, those of the future included, is to be repaired; owners exclude theirs by a tag that IAM enforces.',
  ),
  wildcard(
    `arn:${P}:logs:*:${A}:log-group:<LogGroupPrefix>*`,
    'New log groups are named after their trails; the prefix is for trailmend alone.',
  ),
  wildcard(
    `arn:${P}:iam::${A}:role/trailmend/trailmend-*`,
    'Delivery roles are named after their trails; path, name and boundary confine them.',
  ),
];

export const METRIC_FILTERS: readonly Acknowledgment[] = [
  wildcard(
    `arn:${P}:logs:*:${A}:log-group:<LogGroupPrefix>*`,
    'Log groups are named after their trails, and metric filters have no ARN of their own; the prefix is for trailmend alone.',
  ),
];

export const ORGANIZATION: readonly Acknowledgment[] = [
  wildcard(
    '*',
    'AWS knows no narrower resource for these actions of Organizations; the one that changes something names CloudTrail.',
  ),
];

export const BOUNDARY: readonly Acknowledgment[] = [
  wildcard(
    `arn:${P}:logs:*:${A}:log-group:*:log-stream:${A}_CloudTrail_*`,
    'A boundary for the delivery roles of all trails: the policy of each role names its one log group.',
  ),
  wildcard(
    `arn:${P}:logs:*:${A}:log-group:*:log-stream:o-*`,
    "The same for an organization's trail, whose streams begin with the organization's id.",
  ),
];

export const LAST_RESORT_QUEUE: readonly Acknowledgment[] = [
  { id: 'AwsSolutions-SQS3', reason: 'This queue is itself where failed events end.' },
];
