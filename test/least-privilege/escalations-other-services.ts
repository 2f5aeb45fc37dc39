import {
  AddTagsCommand,
  CreateTrailCommand,
  DeleteTrailCommand,
  PutEventSelectorsCommand,
  RemoveTagsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DeleteMetricFilterCommand,
  DeleteRetentionPolicyCommand,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
  PutSubscriptionFilterCommand,
  TagResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateServiceLinkedRoleCommand } from '@aws-sdk/client-iam';
import {
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  PutBucketPolicyCommand,
} from '@aws-sdk/client-s3';
import { DeleteTopicCommand, PublishCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { DeleteQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { trailArnOf } from '../../demo/trails.ts';
import { EXCLUDE_TAG, OUTCOME_EVENT, TRAIL_TAG } from '../../lambda/core/integration/names.ts';
import type { Attempt, Means } from './attempt.ts';
import { metricFilter } from './permitted.ts';

const groupArn = ({ region, account }: Means['targets'], name: string) =>
  `arn:aws:logs:${region}:${account}:log-group:${name}`;
const excluded = { Key: EXCLUDE_TAG, Value: 'true' };
const functionPath = ({ functionName }: Means['targets'], rest = '') => `/2015-03-31/functions/${functionName}${rest}`;

/** Attempts to change, stop or exclude trails. */
const BY_CLOUDTRAIL: readonly Attempt[] = [
  {
    what: 'pass a foreign role to CloudTrail',
    action: 'iam:PassRole',
    actionInDryRun: 'cloudtrail:UpdateTrail',
    send: ({ attacker, targets: { trail, foreign } }) =>
      attacker.cloudTrail.send(
        new UpdateTrailCommand({
          Name: trail,
          CloudWatchLogsLogGroupArn: foreign.logGroupArn,
          CloudWatchLogsRoleArn: foreign.roleArn,
        }),
      ),
  },
  {
    what: 'change an excluded trail',
    action: 'cloudtrail:UpdateTrail',
    send: ({ attacker, targets }) =>
      attacker.cloudTrail.send(new UpdateTrailCommand({ Name: targets.excludedTrail, EnableLogFileValidation: false })),
  },
  {
    what: 'start an excluded trail',
    action: 'cloudtrail:StartLogging',
    send: ({ attacker, targets }) => attacker.cloudTrail.send(new StartLoggingCommand({ Name: targets.excludedTrail })),
  },
  {
    what: 'remove the exclusion of a trail',
    action: 'cloudtrail:RemoveTags',
    send: ({ attacker, targets }) =>
      attacker.cloudTrail.send(
        new RemoveTagsCommand({ ResourceId: trailArnOf(attacker, targets.excludedTrail), TagsList: [excluded] }),
      ),
  },
  {
    what: 'exclude a trail',
    action: 'cloudtrail:AddTags',
    send: ({ attacker, targets }) =>
      attacker.cloudTrail.send(
        new AddTagsCommand({ ResourceId: trailArnOf(attacker, targets.trail), TagsList: [excluded] }),
      ),
  },
  {
    what: 'change a trail of another account',
    action: 'cloudtrail:UpdateTrail',
    send: ({ attacker, targets }) =>
      attacker.cloudTrail.send(
        new UpdateTrailCommand({ Name: `arn:aws:cloudtrail:${targets.region}:999988887777:trail/audit` }),
      ),
  },
  {
    what: 'stop a trail',
    action: 'cloudtrail:StopLogging',
    send: ({ attacker, targets }) => attacker.cloudTrail.send(new StopLoggingCommand({ Name: targets.trail })),
  },
  {
    what: 'delete a trail',
    action: 'cloudtrail:DeleteTrail',
    send: ({ attacker, targets }) => attacker.cloudTrail.send(new DeleteTrailCommand({ Name: targets.trail })),
  },
  {
    what: 'create a trail',
    action: 'cloudtrail:CreateTrail',
    send: ({ attacker, targets }) =>
      attacker.cloudTrail.send(new CreateTrailCommand({ Name: 'mine', S3BucketName: targets.bucket })),
  },
  {
    what: 'change the event selectors of a trail',
    action: 'cloudtrail:PutEventSelectors',
    send: ({ attacker, targets }) =>
      attacker.cloudTrail.send(
        new PutEventSelectorsCommand({
          TrailName: targets.trail,
          EventSelectors: [{ ReadWriteType: 'ReadOnly' }],
        }),
      ),
  },
];

/** Attempts to delete, hide, forge and copy events. */
const BY_LOGS: readonly Attempt[] = [
  {
    what: 'create a log group outside of the prefix',
    action: 'logs:CreateLogGroup',
    send: ({ attacker }) => attacker.logs.send(new CreateLogGroupCommand({ logGroupName: '/foreign/mine' })),
  },
  {
    what: 'create a log group with another tag',
    action: 'logs:TagResource',
    actionInDryRun: 'logs:CreateLogGroup',
    send: ({ attacker }) =>
      attacker.logs.send(new CreateLogGroupCommand({ logGroupName: '/trailmend/mine', tags: { team: 'mine' } })),
  },
  {
    what: 'shorten the retention of a foreign log group',
    action: 'logs:PutRetentionPolicy',
    send: ({ attacker, targets }) =>
      attacker.logs.send(new PutRetentionPolicyCommand({ logGroupName: targets.foreign.group, retentionInDays: 1 })),
  },
  {
    what: "tag a foreign log group with trailmend's tag",
    action: 'logs:TagResource',
    send: ({ attacker, targets }) =>
      attacker.logs.send(
        new TagResourceCommand({
          resourceArn: groupArn(targets, targets.foreign.group),
          tags: { [TRAIL_TAG]: trailArnOf(attacker, targets.trail) },
        }),
      ),
  },
  {
    what: 'shorten the retention of that log group',
    action: 'logs:PutRetentionPolicy',
    send: ({ attacker, targets }) =>
      attacker.logs.send(new PutRetentionPolicyCommand({ logGroupName: targets.foreign.group, retentionInDays: 3 })),
  },
  {
    what: 'remove the retention of a log group under the prefix',
    action: 'logs:DeleteRetentionPolicy',
    send: ({ attacker, targets }) =>
      attacker.logs.send(new DeleteRetentionPolicyCommand({ logGroupName: targets.ownGroup })),
  },
  {
    what: 'delete a log group under the prefix',
    action: 'logs:DeleteLogGroup',
    send: ({ attacker, targets }) => attacker.logs.send(new DeleteLogGroupCommand({ logGroupName: targets.ownGroup })),
  },
  {
    what: 'write events into the log group of a trail',
    action: 'logs:PutLogEvents',
    send: ({ attacker, targets }) =>
      attacker.logs.send(
        new PutLogEventsCommand({
          logGroupName: targets.ownGroup,
          logStreamName: `${targets.account}_CloudTrail_${targets.region}`,
          logEvents: [{ timestamp: Date.now(), message: '{}' }],
        }),
      ),
  },
  {
    what: 'put a metric filter into a foreign log group',
    action: 'logs:PutMetricFilter',
    send: ({ attacker, targets }) => attacker.logs.send(metricFilter(targets.foreign.group, 'trailmend-RootUse')),
  },
  {
    what: 'remove a metric filter',
    action: 'logs:DeleteMetricFilter',
    send: ({ attacker, targets }) =>
      attacker.logs.send(
        new DeleteMetricFilterCommand({ logGroupName: targets.ownGroup, filterName: 'trailmend-RootUse' }),
      ),
  },
  {
    what: 'copy the events of a log group',
    action: 'logs:PutSubscriptionFilter',
    send: ({ attacker, targets }) =>
      attacker.logs.send(
        new PutSubscriptionFilterCommand({
          logGroupName: targets.ownGroup,
          filterName: 'mine',
          filterPattern: '',
          destinationArn: `arn:aws:lambda:${targets.region}:${targets.account}:function:${targets.functionName}`,
        }),
      ),
  },
];

const BY_BUCKETS: readonly Attempt[] = [
  {
    what: 'replace the policy of a bucket',
    action: 's3:PutBucketPolicy',
    send: ({ attacker, targets }) =>
      attacker.s3.send(
        new PutBucketPolicyCommand({ Bucket: targets.bucket, Policy: '{"Version":"2012-10-17","Statement":[]}' }),
      ),
  },
  {
    what: 'delete the policy of a bucket',
    action: 's3:DeleteBucketPolicy',
    send: ({ attacker, targets }) => attacker.s3.send(new DeleteBucketPolicyCommand({ Bucket: targets.bucket })),
  },
  {
    what: 'delete a bucket',
    action: 's3:DeleteBucket',
    send: ({ attacker, targets }) => attacker.s3.send(new DeleteBucketCommand({ Bucket: targets.bucket })),
  },
  {
    what: 'delete a log file',
    action: 's3:DeleteObject',
    send: ({ attacker, targets }) =>
      attacker.s3.send(new DeleteObjectCommand({ Bucket: targets.bucket, Key: 'AWSLogs/log.json.gz' })),
  },
];

/** Attempts to disable or replace trailmend itself. */
const BY_THE_STACK: readonly Attempt[] = [
  {
    what: 'publish to another topic',
    action: 'sns:Publish',
    send: ({ attacker, targets }) =>
      attacker.sns.send(new PublishCommand({ TopicArn: targets.foreignTopicArn, Message: 'mine' })),
  },
  {
    what: 'subscribe to its own topic',
    action: 'sns:Subscribe',
    send: ({ attacker, targets }) =>
      attacker.sns.send(
        new SubscribeCommand({ TopicArn: targets.ownTopicArn, Protocol: 'email', Endpoint: 'mine@example.com' }),
      ),
  },
  {
    what: 'delete its own topic',
    action: 'sns:DeleteTopic',
    send: ({ attacker, targets }) => attacker.sns.send(new DeleteTopicCommand({ TopicArn: targets.ownTopicArn })),
  },
  {
    what: 'empty the failure queue',
    action: 'sqs:ReceiveMessage',
    send: ({ attacker, targets }) =>
      attacker.sqs.send(new ReceiveMessageCommand({ QueueUrl: targets.failureQueueUrl })),
  },
  {
    what: 'delete the failure queue',
    action: 'sqs:DeleteQueue',
    send: ({ attacker, targets }) => attacker.sqs.send(new DeleteQueueCommand({ QueueUrl: targets.failureQueueUrl })),
  },
  {
    what: 'put an event of another source with an outcome event',
    action: 'events:PutEvents',
    send: ({ json }) => {
      const outcome = { ...OUTCOME_EVENT, Detail: '{}' };
      return json('events', 'AWSEvents.PutEvents', { Entries: [outcome, { ...outcome, Source: 'mine' }] });
    },
  },
  {
    what: 'put an event of another type',
    action: 'events:PutEvents',
    send: ({ json }) => {
      const Entries = [{ ...OUTCOME_EVENT, DetailType: 'Mine', Detail: '{}' }];
      return json('events', 'AWSEvents.PutEvents', { Entries });
    },
  },
  {
    what: 'put an outcome on another event bus',
    action: 'events:PutEvents',
    send: ({ json }) => {
      const Entries = [{ ...OUTCOME_EVENT, Detail: '{}', EventBusName: 'foreign' }];
      return json('events', 'AWSEvents.PutEvents', { Entries });
    },
  },
  {
    what: 'disable a rule',
    action: 'events:DisableRule',
    send: ({ json, targets }) => json('events', 'AWSEvents.DisableRule', { Name: targets.rule }),
  },
  {
    what: 'delete a rule',
    action: 'events:DeleteRule',
    send: ({ json, targets }) => json('events', 'AWSEvents.DeleteRule', { Name: targets.rule, Force: true }),
  },
  {
    what: 'replace the code of the function',
    action: 'lambda:UpdateFunctionCode',
    send: ({ rest, targets }) => rest('lambda', 'PUT', functionPath(targets, '/code'), { ZipFile: '' }),
  },
  {
    what: 'change the settings of the function',
    action: 'lambda:UpdateFunctionConfiguration',
    send: ({ rest, targets }) =>
      rest('lambda', 'PUT', functionPath(targets, '/configuration'), { Environment: { Variables: { MODE: 'fix' } } }),
  },
  {
    what: 'delete the function',
    action: 'lambda:DeleteFunction',
    send: ({ rest, targets }) => rest('lambda', 'DELETE', functionPath(targets)),
  },
  {
    what: 'create a function with a delivery role',
    action: 'lambda:CreateFunction',
    send: ({ rest, targets }) =>
      rest('lambda', 'POST', '/2015-03-31/functions', { FunctionName: 'mine', Role: targets.deliveryRoleArn }),
  },
  {
    what: 'disable a key',
    action: 'kms:DisableKey',
    send: ({ json, targets }) => json('kms', 'TrentService.DisableKey', { KeyId: targets.keyArn }),
  },
];

const organizations = (operation: string) => `AWSOrganizationsV20161128.${operation}`;

/** Attempts on the organization, in its management account. */
const BY_THE_ORGANIZATION: readonly Attempt[] = [
  {
    what: 'enable access of another service to the organization',
    action: 'organizations:EnableAWSServiceAccess',
    send: ({ json }) =>
      json('organizations', organizations('EnableAWSServiceAccess'), { ServicePrincipal: 'config.amazonaws.com' }),
  },
  {
    what: 'disable access of CloudTrail to the organization',
    action: 'organizations:DisableAWSServiceAccess',
    send: ({ json }) =>
      json('organizations', organizations('DisableAWSServiceAccess'), { ServicePrincipal: 'cloudtrail.amazonaws.com' }),
  },
  {
    what: 'create an account in the organization',
    action: 'organizations:CreateAccount',
    send: ({ json }) => json('organizations', organizations('CreateAccount'), { AccountName: 'mine', Email: 'a@b.c' }),
  },
  {
    what: 'create the service-linked role of another service',
    action: 'iam:CreateServiceLinkedRole',
    send: ({ attacker }) =>
      attacker.iam.send(new CreateServiceLinkedRoleCommand({ AWSServiceName: 'config.amazonaws.com' })),
  },
];

export const ESCALATIONS_IN_OTHER_SERVICES: readonly Attempt[] = [
  ...BY_CLOUDTRAIL,
  ...BY_LOGS,
  ...BY_BUCKETS,
  ...BY_THE_STACK,
  ...BY_THE_ORGANIZATION,
];
