import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetTrailCommand,
  GetTrailStatusCommand,
  ListTagsCommand,
  StartLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeRegionsCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  DescribeRuleCommand,
  EventBridgeClient,
  ListTargetsByRuleCommand,
  PutEventsCommand,
} from '@aws-sdk/client-eventbridge';
import { GetRoleCommand, GetRolePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  GetSubscriptionAttributesCommand,
  ListSubscriptionsByTopicCommand,
  PublishCommand,
  SNSClient,
} from '@aws-sdk/client-sns';
import { afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { trailChangePattern } from '../../lambda/events/event-pattern.ts';
import { VERSION } from '../../lambda/version.ts';
import { ID, PERFECT_TRAIL, SETTINGS } from '../support/perfect-trail.ts';
import { callWithoutResponse, logGroupDeleted } from './app/trail-events.ts';
import { mocked } from './aws/mocked.ts';

const ENVIRONMENT = {
  AWS_REGION: 'eu-west-1',
  MODE: 'fix',
  ORGANIZATION_TRAILS: 'false',
  RETENTION_DAYS: '365',
  SETTLE_SECONDS: '0',
  RESTART_LOGGING: 'seen',
  LOG_GROUP_PREFIX: '/trailmend/',
  LOG_GROUP_KMS_KEY_ARN: '',
  EXCLUDED_TRAILS: '',
  DATA_EVENT_TRAILS: 'notify',
  METRIC_FILTERS: 'none',
  REGIONS: '',
  FORWARDER_REGIONS: '',
  TOPIC_ARN: 'arn:aws:sns:eu-west-1:111122223333:Trailmend-Topic',
  CHAT_TOPIC: 'none',
  LEDGER_TABLE: 'Trailmend-Ledger',
  FUNCTION_ROLE_ARN: 'arn:aws:iam::111122223333:role/trailmend-function/trailmend-function',
  DELIVERY_ROLE_ARN: '',
  DELIVERY_ROLE_BOUNDARY_ARN: SETTINGS.deliveryRoleBoundaryArn,
  POWERTOOLS_DEV: 'true',
};

const FUNCTION_ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:trailmend';
const cloudTrail = mocked(CloudTrailClient);
const logs = mocked(CloudWatchLogsClient);
const iam = mocked(IAMClient);
const sns = mocked(SNSClient);
const ec2 = mocked(EC2Client);
const dynamoDb = mocked(DynamoDBClient);
const events = mocked(EventBridgeClient);
let handle: (input: unknown, awsRequestId?: string) => Promise<unknown>;
let lines: string[];

/** The handler that starts with these variables. */
async function started(variables: Readonly<Record<string, string>>) {
  const before = process.env;
  process.env = { ...before, ...variables };
  try {
    const { handler } = await import('../../lambda/handler.ts');
    return handler;
  } finally {
    process.env = before;
  }
}

beforeAll(async () => {
  const handler = await started(ENVIRONMENT);
  handle = (input, awsRequestId = 'request-1') =>
    handler(input, {
      awsRequestId,
      getRemainingTimeInMillis: () => 900_000,
      invokedFunctionArn: FUNCTION_ARN,
      logGroupName: 'Trailmend-RemediatorLog',
    });
});

beforeEach(() => {
  lines = [];
  for (const level of ['info', 'error'] as const) {
    jest.spyOn(console, level).mockImplementation((line: string) => {
      lines.push(line);
    });
  }
  cloudTrail.reset();
  logs.reset();
  iam.reset();
  sns.reset();
  sns
    .on(ListSubscriptionsByTopicCommand)
    .resolves({ Subscriptions: [{ SubscriptionArn: `${ENVIRONMENT.TOPIC_ARN}:1` }] });
  sns.on(GetSubscriptionAttributesCommand).resolves({ Attributes: {} });
  ec2.reset();
  dynamoDb.reset();
  dynamoDb.on(GetItemCommand).resolves({});
  dynamoDb.on(UpdateItemCommand).resolves({});
  events.reset();
  events.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
});

afterEach(() => {
  jest.restoreAllMocks();
});

describe('handler', () => {
  test('an empty event is the smoke test', async () => {
    const role = { Arn: ENVIRONMENT.FUNCTION_ROLE_ARN, Path: '', RoleName: '', RoleId: '', CreateDate: new Date(0) };
    iam.on(GetRoleCommand).resolves({ Role: role });
    cloudTrail.on(DescribeTrailsCommand).resolves({});
    expect(await handle({})).toEqual({
      ok: true,
      version: VERSION,
      mode: 'fix',
      account: ID.account,
      region: 'eu-west-1',
    });
  });

  test('a sweep asks for the regions and for the trails of each', async () => {
    ec2.on(DescribeRegionsCommand).resolves({ Regions: [{ RegionName: 'eu-west-1' }, { RegionName: 'us-east-1' }] });
    cloudTrail.on(DescribeTrailsCommand).resolves({});
    const EventPattern = JSON.stringify(trailChangePattern({ account: ID.account, logGroupPrefix: '/trailmend/' }));
    events.on(DescribeRuleCommand).resolves({ State: 'ENABLED', EventPattern });
    events.on(ListTargetsByRuleCommand).resolves({ Targets: [{ Id: '1', Arn: FUNCTION_ARN }] });
    const result = await handle({ kind: 'sweep' });
    expect(result).toMatchObject({ outcomes: [{ reason: 'not-covered', trigger: { kind: 'sweep' } }] });
    expect(lines.map((line) => JSON.parse(line)).at(-1)).toMatchObject({ message: 'sweep', regions: 2, trails: 0 });
    const asked = cloudTrail.calls().map(({ thisValue }) => thisValue.config.region());
    expect((await Promise.all(asked)).toSorted()).toEqual(['eu-west-1', 'us-east-1']);
  });

  test('a stopped trail is started again, reported, and logged as one JSON line', async () => {
    let isLogging = false;
    cloudTrail.on(GetTrailCommand).resolves({
      Trail: {
        HomeRegion: ID.region,
        CloudWatchLogsLogGroupArn: PERFECT_TRAIL.logGroupArn,
        CloudWatchLogsRoleArn: PERFECT_TRAIL.roleArn,
      },
    });
    cloudTrail.on(GetTrailStatusCommand).callsFake(async () => ({
      IsLogging: isLogging,
      LatestCloudWatchLogsDeliveryTime: new Date(),
    }));
    cloudTrail.on(ListTagsCommand).resolves({});
    cloudTrail.on(StartLoggingCommand).callsFake(async () => {
      isLogging = true;
      return { $metadata: { requestId: 'req-1' } };
    });
    logs.on(DescribeLogGroupsCommand).resolves({ logGroups: [{ logGroupName: 'audit-logs' }] });
    iam.on(GetRolePolicyCommand).rejects(Object.assign(new Error(), { name: 'NoSuchEntityException' }));
    iam
      .on(GetRoleCommand)
      .rejects(Object.assign(new Error(), { name: 'NoSuchEntityException' }))
      .on(GetRoleCommand, { RoleName: 'CloudTrail_CloudWatchLogs_Role' })
      .resolves({
        Role: { Arn: PERFECT_TRAIL.roleArn, Path: '', RoleName: '', RoleId: '', CreateDate: new Date(0) },
      });
    sns.on(PublishCommand).resolves({});

    const result = await handle(callWithoutResponse('StopLogging'));

    expect(result).toMatchObject({ outcomes: [{ outcome: 'FIXED', applied: [{ requestId: 'req-1' }] }] });
    expect(cloudTrail.commandCalls(StartLoggingCommand).map(({ args }) => args[0].input)).toEqual([{ Name: ID.arn }]);
    expect(await cloudTrail.commandCalls(StartLoggingCommand)[0]?.thisValue.config.region()).toBe(ID.region);
    expect(sns.commandCalls(PublishCommand)).toHaveLength(1);
    expect(events.commandCalls(PutEventsCommand)).toHaveLength(1);
    expect(await events.commandCalls(PutEventsCommand)[0]?.thisValue.config.region()).toBe('eu-west-1');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'INFO', service: 'trailmend', message: 'trail outcome', record: { outcome: 'FIXED' } },
    ]);
  });

  test('a deleted log group leads to its trail; one that cannot be read is reported, logged as an error, and thrown', async () => {
    const denied = Object.assign(new Error('no'), { name: 'AccessDenied' });
    cloudTrail.onAnyCommand().rejects(denied);
    logs.onAnyCommand().rejects(denied);
    iam.onAnyCommand().rejects(denied);
    sns.on(PublishCommand).resolves({});
    const trailList = [{ TrailARN: ID.arn, CloudWatchLogsLogGroupArn: PERFECT_TRAIL.logGroupArn }];
    cloudTrail.on(DescribeTrailsCommand).resolves({ trailList });
    await expect(handle(logGroupDeleted())).rejects.toThrow(`${ID.arn}: observe: `);
    expect(await cloudTrail.commandCalls(DescribeTrailsCommand)[0]?.thisValue.config.region()).toBe(ID.region);
    expect(sns.commandCalls(PublishCommand)).toHaveLength(1);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ level: 'ERROR', record: { outcome: 'FAILED' } }]);
  });

  test('a line names the request that wrote it', async () => {
    const ignored = { source: 'aws.ec2', 'detail-type': 'EC2 Instance State-change Notification' };
    await handle(ignored, 'request-2');
    await handle(ignored, 'request-3');
    expect(lines.map((line) => JSON.parse(line).function_request_id)).toEqual(['request-2', 'request-3']);
  });

  test('a missing variable fails the start, with its name', async () => {
    const { TOPIC_ARN: _, ...variables } = ENVIRONMENT;
    const start = jest.isolateModulesAsync(async () => void (await started(variables)));
    await expect(start).rejects.toThrow('The environment variable TOPIC_ARN is missing');
  });
});
