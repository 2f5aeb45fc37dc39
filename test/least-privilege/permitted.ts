import { GetTrailCommand, StartLoggingCommand, UpdateTrailCommand } from '@aws-sdk/client-cloudtrail';
import {
  CreateLogGroupCommand,
  DescribeMetricFiltersCommand,
  PutMetricFilterCommand,
  PutRetentionPolicyCommand,
  TagResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateRoleCommand, PutRolePolicyCommand, TagRoleCommand } from '@aws-sdk/client-iam';
import { ListSubscriptionsByTopicCommand, PublishCommand } from '@aws-sdk/client-sns';
import { trailArnOf } from '../../demo/trails.ts';
import { DELIVERY_POLICY_NAME, deliveryPolicy, TRUST_DOCUMENT } from '../../lambda/core/integration/delivery-role.ts';
import {
  DELIVERY_ROLE_PATH,
  deliveryRoleName,
  OUTCOME_EVENT,
  PROBE_EVENT,
  TRAIL_TAG,
} from '../../lambda/core/integration/names.ts';
import type { Attempt } from './attempt.ts';
import { idOf, PREFIX } from './scenarios.ts';
import type { Targets } from './targets.ts';

/** The calls that the role permits in every mode. */
export const READS_AND_MESSAGES: readonly Attempt[] = [
  {
    what: 'read a trail',
    action: 'cloudtrail:GetTrail',
    send: ({ attacker, targets }) => attacker.cloudTrail.send(new GetTrailCommand({ Name: targets.trail })),
  },
  {
    what: 'read the metric filters of a log group',
    action: 'logs:DescribeMetricFilters',
    send: ({ attacker, targets }) =>
      attacker.logs.send(new DescribeMetricFiltersCommand({ logGroupName: targets.ownGroup })),
  },
  {
    what: 'publish to its own topic',
    action: 'sns:Publish',
    send: ({ attacker, targets }) =>
      attacker.sns.send(new PublishCommand({ TopicArn: targets.ownTopicArn, Message: 'hello' })),
  },
  {
    what: 'put an outcome on the default event bus of its Region',
    action: 'events:PutEvents',
    send: ({ json }) => json('events', 'AWSEvents.PutEvents', { Entries: [{ ...OUTCOME_EVENT, Detail: '{}' }] }),
  },
  {
    what: 'put a probe on the default event bus of its Region',
    action: 'events:PutEvents',
    send: ({ json }) => json('events', 'AWSEvents.PutEvents', { Entries: [{ ...PROBE_EVENT, Detail: '{}' }] }),
  },
  {
    what: 'list the subscriptions to its own topic',
    action: 'sns:ListSubscriptionsByTopic',
    send: ({ attacker, targets }) =>
      attacker.sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: targets.ownTopicArn })),
  },
];

/** A metric filter that counts StopLogging events. */
export function metricFilter(logGroupName: string, filterName: string): PutMetricFilterCommand {
  const transformation = { metricName: filterName, metricNamespace: 'Trailmend', metricValue: '1' };
  return new PutMetricFilterCommand({
    logGroupName,
    filterName,
    filterPattern: '{ $.eventName = "StopLogging" }',
    metricTransformations: [transformation],
  });
}

/** The second generation of the target's role: it does not exist yet. */
const NEW_GENERATION = 2;

/** Integrates a trail with a log group under the prefix and this delivery role. */
const integrate =
  (roleArn: (targets: Targets) => string): Attempt['send'] =>
  ({ attacker, targets }) =>
    attacker.cloudTrail.send(
      new UpdateTrailCommand({
        Name: targets.trail,
        CloudWatchLogsLogGroupArn: `arn:aws:logs:${targets.region}:${targets.account}:log-group:${targets.ownGroup}:*`,
        CloudWatchLogsRoleArn: roleArn(targets),
      }),
    );

export const INTEGRATE: Attempt = {
  what: 'integrate a trail with a log group and a delivery role',
  action: 'cloudtrail:UpdateTrail',
  send: integrate(({ deliveryRoleArn }) => deliveryRoleArn),
};

/** With DeliveryRole `stack`, the role passes that one only. */
export const PASS_ROLE_OF_A_TRAIL: Attempt = {
  ...INTEGRATE,
  what: 'integrate a trail with the delivery role of a trail',
  action: 'iam:PassRole',
};
export const PASS_ROLE_OF_THE_STACK: Attempt = {
  ...INTEGRATE,
  what: 'integrate a trail with the delivery role of the stack',
  send: integrate(({ stackRoleArn }) => stackRoleArn),
};

/**
 * The writes of a repair, in their order: the role permits them in fix mode and not in dry-run
 * mode.
 */
export const WRITES_OF_A_REPAIR: readonly Attempt[] = [
  {
    what: "create a log group under the prefix with trailmend's tag",
    action: 'logs:CreateLogGroup',
    send: ({ attacker, targets }) =>
      attacker.logs.send(
        new CreateLogGroupCommand({
          logGroupName: `${PREFIX}${targets.trail}-2`,
          tags: { [TRAIL_TAG]: trailArnOf(attacker, targets.trail) },
        }),
      ),
  },
  {
    what: 'set the retention of a log group under the prefix',
    action: 'logs:PutRetentionPolicy',
    send: ({ attacker, targets }) =>
      attacker.logs.send(new PutRetentionPolicyCommand({ logGroupName: targets.ownGroup, retentionInDays: 400 })),
  },
  {
    what: 'put a metric filter into a log group under the prefix',
    action: 'logs:PutMetricFilter',
    send: ({ attacker, targets }) => attacker.logs.send(metricFilter(targets.ownGroup, 'trailmend-RootUse')),
  },
  {
    what: 'create a delivery role with the boundary',
    action: 'iam:CreateRole',
    send: ({ attacker, targets }) =>
      attacker.iam.send(
        new CreateRoleCommand({
          RoleName: deliveryRoleName(idOf(attacker, targets.trail), NEW_GENERATION),
          Path: DELIVERY_ROLE_PATH,
          AssumeRolePolicyDocument: TRUST_DOCUMENT,
          PermissionsBoundary: targets.boundaryArn,
          Tags: [{ Key: TRAIL_TAG, Value: trailArnOf(attacker, targets.trail) }],
        }),
      ),
  },
  {
    what: 'put the delivery policy on a delivery role',
    action: 'iam:PutRolePolicy',
    send: ({ attacker, targets }) =>
      attacker.iam.send(
        new PutRolePolicyCommand({
          RoleName: targets.deliveryRole,
          PolicyName: DELIVERY_POLICY_NAME,
          PolicyDocument: deliveryPolicy(idOf(attacker, targets.trail), targets.ownGroup),
        }),
      ),
  },
  INTEGRATE,
  {
    what: 'start a trail',
    action: 'cloudtrail:StartLogging',
    send: ({ attacker, targets }) => attacker.cloudTrail.send(new StartLoggingCommand({ Name: targets.trail })),
  },
];

/**
 * The calls that the role permits in fix mode although no repair makes them, because IAM cannot
 * distinguish them. SECURITY.md names each of them.
 */
export const BEYOND_IAM: readonly Attempt[] = [
  {
    what: 'change another parameter of a trail',
    action: 'cloudtrail:UpdateTrail',
    send: ({ attacker, targets }) =>
      attacker.cloudTrail.send(new UpdateTrailCommand({ Name: targets.trail, EnableLogFileValidation: false })),
  },
  {
    what: 'remove the integration of a trail',
    action: 'cloudtrail:UpdateTrail',
    send: ({ attacker, targets }) =>
      attacker.cloudTrail.send(
        new UpdateTrailCommand({
          Name: targets.trail,
          CloudWatchLogsLogGroupArn: '',
          CloudWatchLogsRoleArn: '',
        }),
      ),
  },
  {
    what: 'shorten the retention of a log group under the prefix',
    action: 'logs:PutRetentionPolicy',
    send: ({ attacker, targets }) =>
      attacker.logs.send(new PutRetentionPolicyCommand({ logGroupName: targets.ownGroup, retentionInDays: 1 })),
  },
  {
    what: 'put a metric filter with another name into a log group under the prefix',
    action: 'logs:PutMetricFilter',
    send: ({ attacker, targets }) => attacker.logs.send(metricFilter(targets.ownGroup, 'theirs')),
  },
  {
    what: "tag a log group under the prefix with trailmend's tag",
    action: 'logs:TagResource',
    send: ({ attacker, targets }) =>
      attacker.logs.send(
        new TagResourceCommand({
          resourceArn: `arn:aws:logs:${targets.region}:${targets.account}:log-group:${targets.ownGroup}`,
          tags: { [TRAIL_TAG]: 'another' },
        }),
      ),
  },
  {
    what: "tag a delivery role with trailmend's tag",
    action: 'iam:TagRole',
    send: ({ attacker, targets }) =>
      attacker.iam.send(
        new TagRoleCommand({ RoleName: targets.deliveryRole, Tags: [{ Key: TRAIL_TAG, Value: 'another' }] }),
      ),
  },
  {
    what: 'remove the permissions of a delivery role',
    action: 'iam:PutRolePolicy',
    send: ({ attacker, targets }) =>
      attacker.iam.send(
        new PutRolePolicyCommand({
          RoleName: targets.deliveryRole,
          PolicyName: DELIVERY_POLICY_NAME,
          PolicyDocument: JSON.stringify({
            Version: '2012-10-17',
            Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }],
          }),
        }),
      ),
  },
  {
    what: 'create a delivery role that trusts every principal',
    action: 'iam:CreateRole',
    send: ({ attacker, targets }) =>
      attacker.iam.send(
        new CreateRoleCommand({
          RoleName: deliveryRoleName(idOf(attacker, targets.trail), NEW_GENERATION + 1),
          Path: DELIVERY_ROLE_PATH,
          AssumeRolePolicyDocument: TRUST_DOCUMENT.replace('{"Service":"cloudtrail.amazonaws.com"}', '"*"'),
          PermissionsBoundary: targets.boundaryArn,
        }),
      ),
  },
];
