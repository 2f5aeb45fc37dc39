import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { type EmulatorApi, EmulatorError, emulatorApi } from '../../local/emulator/api.ts';
import { type LocalAws, startLocalAws } from '../../local/local-aws.ts';
import { type Message, type Queue, Scene } from '../../local/test/support/scene.ts';

const ANY = z.unknown();
const EVERYTHING = { EventPattern: JSON.stringify({ 'detail-type': ['AWS API Call via CloudTrail'] }) };

let aws: LocalAws;
let api: EmulatorApi;
const progress: string[] = [];

beforeAll(async () => {
  aws = await startLocalAws({ progress: (line) => progress.push(line), recording: { firstRetryPauseMs: 1 } });
  api = emulatorApi(new URL(aws.endpoint));
});

afterAll(async () => {
  await aws?.stop();
});

let accounts = 200_000_000_000;
function scene(region = 'us-east-1'): Scene {
  accounts += 1;
  return new Scene(aws, { account: String(accounts), region });
}

/**
 * An account in which a multi-Region trail logs, and a queue in its home Region that receives every
 * event.
 */
async function recordedScene(region = 'us-east-1'): Promise<{ here: Scene; received: Queue }> {
  const here = scene(region);
  await here.cloudTrail('CreateTrail', { Name: 'all', S3BucketName: 'logs', IsMultiRegionTrail: true });
  await here.cloudTrail('StartLogging', { Name: 'all' });
  return { here, received: await receiveAll(here) };
}

async function receiveAll(here: Scene, name = 'received'): Promise<Queue> {
  const queue = await here.queue(name);
  await here.rule(name, queue.arn, undefined, EVERYTHING);
  // Removes the events of these calls.
  await aws.settled();
  await all(here, queue);
  return queue;
}

async function all(here: Scene, queue: Queue): Promise<readonly Message[]> {
  await aws.settled();
  const messages: Message[] = [];
  for (let next = await here.receive(queue); next !== undefined; next = await here.receive(queue)) messages.push(next);
  return messages;
}

async function details(here: Scene, queue: Queue): Promise<readonly Record<string, unknown>[]> {
  return (await all(here, queue)).map(({ body }) => body['detail'] as Record<string, unknown>);
}

const iam = (here: Scene, parameters: Record<string, string>) =>
  api.query('iam', { Version: '2010-05-08', ...parameters }, here.where);

describe('writes of other services cause events', () => {
  test('IAM: in us-east-1, in whichever Region it was called', async () => {
    const { here, received } = await recordedScene();
    const away = here.in('eu-west-1');
    const receivedAway = await receiveAll(away, 'away');
    const trust = JSON.stringify({ Version: '2012-10-17', Statement: [] });
    await iam(away, { Action: 'CreateRole', RoleName: 'r', Path: '/p/', AssumeRolePolicyDocument: trust });

    const [event, ...others] = await all(here, received);
    expect(event?.body).toMatchObject({
      source: 'aws.iam',
      region: 'us-east-1',
      detail: {
        eventSource: 'iam.amazonaws.com',
        eventName: 'CreateRole',
        awsRegion: 'us-east-1',
        readOnly: false,
        requestParameters: { roleName: 'r', path: '/p/', assumeRolePolicyDocument: trust },
        responseElements: { role: { roleName: 'r', arn: `arn:aws:iam::${here.where.account}:role/p/r` } },
      },
    });
    // The queue and the rule of the other Region cause no events in this one.
    expect(others).toEqual([]);
    expect(await details(away, receivedAway)).toEqual([]);
  });

  test('IAM: a failed call, with the name of its exception', async () => {
    const { here, received } = await recordedScene();
    await expect(iam(here, { Action: 'DeleteRole', RoleName: 'nobody' })).rejects.toBeInstanceOf(EmulatorError);
    expect(await details(here, received)).toMatchObject([
      { eventName: 'DeleteRole', errorCode: 'NoSuchEntityException', responseElements: null },
    ]);
  });

  test('CloudTrail: a call that IAM denies, with its caller', async () => {
    const { here, received } = await recordedScene();
    const nobody = await here.session('nobody', 'night-shift');
    await iam(here, { Action: 'DeleteRolePolicy', RoleName: 'nobody', PolicyName: 'anything' });
    await all(here, received);
    await expect(here.cloudTrail('StopLogging', { Name: 'all' }, nobody)).rejects.toBeInstanceOf(EmulatorError);
    expect(await details(here, received)).toMatchObject([
      {
        eventName: 'StopLogging',
        errorCode: 'AccessDenied',
        errorMessage: expect.stringContaining('is not authorized to perform: cloudtrail:StopLogging'),
        userIdentity: { arn: `arn:aws:sts::${here.where.account}:assumed-role/nobody/night-shift` },
        requestParameters: { name: 'all' },
        responseElements: null,
      },
    ]);
  });

  test('CloudWatch Logs: a new log group and its retention', async () => {
    const { here, received } = await recordedScene();
    const logs = (operation: string, input: object) =>
      api.json('logs', `Logs_20140328.${operation}`, { ...input }, here.where, ANY);
    await logs('CreateLogGroup', { logGroupName: 'g', tags: { Team: 'Blue' } });
    await aws.settled();
    await logs('PutRetentionPolicy', { logGroupName: 'g', retentionInDays: 365 });
    expect(await details(here, received)).toMatchObject([
      { eventName: 'CreateLogGroup', requestParameters: { tags: { Team: 'Blue' } }, responseElements: null },
      { eventName: 'PutRetentionPolicy', requestParameters: { retentionInDays: 365 }, responseElements: null },
    ]);
  });

  test('S3: a bucket and its policy, but not its objects', async () => {
    const { here, received } = await recordedScene();
    const bucket = `bucket-${here.where.account}`;
    const policy = { Version: '2012-10-17', Statement: [] };
    await api.rest('s3', 'PUT', `/${bucket}`, here.where);
    await aws.settled();
    await api.rest('s3', 'PUT', `/${bucket}?policy`, here.where, { body: JSON.stringify(policy) });
    await api.rest('s3', 'PUT', `/${bucket}/key`, here.where, { body: 'text' });
    expect(await details(here, received)).toMatchObject([
      { eventName: 'CreateBucket', requestParameters: { bucketName: bucket }, responseElements: null },
      { eventName: 'PutBucketPolicy', requestParameters: { bucketName: bucket, bucketPolicy: policy, policy: '' } },
    ]);
  });

  test('EventBridge: a rule', async () => {
    const { here, received } = await recordedScene();
    await api.json('events', 'AWSEvents.DisableRule', { Name: 'received' }, here.in('us-east-1').where, ANY);
    await aws.settled();
    await api.json('events', 'AWSEvents.EnableRule', { Name: 'received' }, here.where, ANY);
    // The event of DisableRule arrives after the rule is disabled.
    expect(await details(here, received)).toMatchObject([
      { eventSource: 'events.amazonaws.com', eventName: 'EnableRule', requestParameters: { name: 'received' } },
    ]);
  });

  test('Lambda: with the dated operation name, without code and environment', async () => {
    const { here, received } = await recordedScene();
    await here.lambda('f', 'exports.handler = async () => {};', { TOKEN: 'secret' });
    const created = (await details(here, received)).find(({ eventSource }) => eventSource === 'lambda.amazonaws.com');
    expect(created).toMatchObject({
      eventName: 'CreateFunction20150331',
      requestParameters: { functionName: 'f', code: {}, environment: {} },
      responseElements: { functionName: 'f', handler: 'index.handler' },
    });
    expect(JSON.stringify(created)).not.toContain('secret');
  });

  test('SNS, SQS and KMS', async () => {
    const { here, received } = await recordedScene();
    const { account } = here.where;
    await api.query('sns', { Action: 'CreateTopic', Name: 't', Version: '2010-03-31' }, here.where);
    await aws.settled();
    await here.queue('q');
    await aws.settled();
    await api.json('kms', 'TrentService.CreateKey', { Description: 'for logs' }, here.where, ANY);
    expect(await details(here, received)).toMatchObject([
      {
        eventName: 'CreateTopic',
        requestParameters: { name: 't' },
        responseElements: { topicArn: `arn:aws:sns:us-east-1:${account}:t` },
      },
      { eventName: 'CreateQueue', requestParameters: { queueName: 'q' }, eventSource: 'sqs.amazonaws.com' },
      { eventName: 'CreateKey', responseElements: { keyMetadata: { description: 'for logs' } } },
    ]);
  });

  test('Organizations: in us-east-1', async () => {
    const { here, received } = await recordedScene();
    const input = { Name: 'deny', Type: 'SERVICE_CONTROL_POLICY', Description: 'd', Content: '{}' };
    const where = here.in('eu-west-1').where;
    await api.json('organizations', 'AWSOrganizationsV20161128.CreatePolicy', input, where, ANY);
    expect(await details(here, received)).toMatchObject([
      { eventSource: 'organizations.amazonaws.com', eventName: 'CreatePolicy', awsRegion: 'us-east-1' },
    ]);
  });

  test('reads cause no events', async () => {
    const { here, received } = await recordedScene();
    await iam(here, { Action: 'ListRoles' });
    await here.cloudTrail('DescribeTrails', {});
    expect(await details(here, received)).toEqual([]);
  });
});

describe('targets', () => {
  const topicPolicy = (Resource: string, Condition?: object) => {
    const Principal = { Service: 'events.amazonaws.com' };
    const statement = { Effect: 'Allow', Principal, Action: 'sns:Publish', Resource, ...(Condition && { Condition }) };
    return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  };

  test('a topic receives the event if its policy allows EventBridge to publish without a condition', async () => {
    const { here } = await recordedScene();
    const { account } = here.where;
    const sns = (parameters: Record<string, string>) =>
      api.query('sns', { Version: '2010-03-31', ...parameters }, here.where);
    const TopicArn = `arn:aws:sns:us-east-1:${account}:t`;
    const subscriber = await here.queue('subscriber');
    const deadLetters = await here.queue('dead-letters');
    await sns({ Action: 'CreateTopic', Name: 't' });
    const query = { Action: 'Subscribe', TopicArn, Protocol: 'sqs', Endpoint: subscriber.arn };
    await sns({ ...query, 'Attributes.entry.1.key': 'RawMessageDelivery', 'Attributes.entry.1.value': 'true' });
    const EventPattern = JSON.stringify({ detail: { eventName: ['AddTags'] } });
    await here.rule('to-topic', TopicArn, deadLetters, { EventPattern });
    const tag = () =>
      here.cloudTrail('AddTags', {
        ResourceId: `arn:aws:cloudtrail:us-east-1:${account}:trail/all`,
        TagsList: [{ Key: 'a', Value: 'b' }],
      });

    const attribute = { Action: 'SetTopicAttributes', TopicArn, AttributeName: 'Policy' };
    const ofAccount = { StringEquals: { 'aws:SourceAccount': account } };
    for (const AttributeValue of ['{"Version":"2012-10-17","Statement":[]}', topicPolicy(TopicArn, ofAccount)]) {
      await sns({ ...attribute, AttributeValue });
      await tag();
      expect((await all(here, deadLetters)).map(({ attributes }) => attributes['ERROR_CODE'])).toEqual([
        'NO_PERMISSIONS',
      ]);
    }
    await sns({ ...attribute, AttributeValue: topicPolicy(TopicArn) });
    await tag();
    expect(await details(here, subscriber)).toMatchObject([{ eventName: 'AddTags' }]);
  });

  test('an event bus in another Region receives the event with its original Region through a role with permission', async () => {
    const { here } = await recordedScene('eu-west-1');
    const { account } = here.where;
    const hub = here.in('us-east-1');
    const received = await hub.queue('hub');
    await hub.rule('hub', received.arn, undefined, { EventPattern: JSON.stringify({ source: ['aws.logs'] }) });
    const busArn = `arn:aws:events:us-east-1:${account}:event-bus/default`;
    const RoleArn = await forwarder(here);
    const deadLetters = await here.queue('dead-letters');
    const EventPattern = JSON.stringify({ source: ['aws.logs'] });
    await api.json('events', 'AWSEvents.PutRule', { Name: 'forward', EventPattern }, here.where, ANY);
    const target = { Id: '1', Arn: busArn, RoleArn, DeadLetterConfig: { Arn: deadLetters.arn } };
    const targets = { Rule: 'forward', Targets: [target] };
    await api.json('events', 'AWSEvents.PutTargets', targets, here.where, ANY);

    await here.deleteLogGroup('not-permitted');
    expect((await all(here, deadLetters)).map(({ attributes }) => attributes['ERROR_CODE'])).toEqual([
      'NO_PERMISSIONS',
      'NO_PERMISSIONS',
    ]);

    await permitForwarding(here, busArn);
    await here.deleteLogGroup('permitted');
    const events = (await all(hub, received)).map(({ body }) => body);
    expect(events).toHaveLength(2);
    expect(events).toContainEqual(
      expect.objectContaining({
        region: 'eu-west-1',
        detail: expect.objectContaining({ eventName: 'DeleteLogGroup' }),
      }),
    );
  });

  test('EventBridge retries a throttled target until it accepts the event', async () => {
    const { here, received } = await recordedScene();
    aws.disturbEvents([{ does: 'throttle', account: here.where.account, eventName: 'AddTags', attempts: 5 }]);
    await tagTrail(here);
    expect(await details(here, received)).toMatchObject([{ eventName: 'AddTags' }]);
  });

  test('EventBridge sends the event to the dead-letter queue after the retries of the retry policy', async () => {
    const here = scene();
    await here.loggingTrail('all');
    const received = await here.queue('throttled');
    const deadLetters = await here.queue('dead-letters');
    const EventPattern = JSON.stringify({ detail: { eventName: ['AddTags'] } });
    const ruleArn = await here.rule('throttled', received.arn, undefined, { EventPattern });
    const target = { Id: '1', Arn: received.arn, DeadLetterConfig: { Arn: deadLetters.arn } };
    const Targets = [{ ...target, RetryPolicy: { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 3600 } }];
    await api.json('events', 'AWSEvents.PutTargets', { Rule: 'throttled', Targets }, here.where, ANY);
    aws.disturbEvents([{ does: 'throttle', account: here.where.account, eventName: 'AddTags', attempts: 100 }]);
    await tagTrail(here);
    const [letter] = await all(here, deadLetters);
    expect(letter?.attributes).toMatchObject({
      RULE_ARN: ruleArn,
      ERROR_CODE: 'THROTTLING',
      RETRY_ATTEMPTS: '2',
      EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
    });
    expect(await details(here, received)).toEqual([]);
  });
});

describe('disturbed events', () => {
  test('are lost, duplicated and reordered as planned', async () => {
    const { here, received } = await recordedScene();
    const { account } = here.where;
    aws.disturbEvents([
      { does: 'lose', account, eventName: 'StopLogging' },
      { does: 'duplicate', account, eventName: 'StartLogging' },
      { does: 'reorder', account, eventName: 'AddTags' },
    ]);
    await tagTrail(here);
    await here.cloudTrail('StopLogging', { Name: 'all' });
    await here.cloudTrail('StartLogging', { Name: 'all' });
    await here.cloudTrail('StartLogging', { Name: 'all' });
    const names = (await details(here, received)).map(({ eventName }) => eventName);
    // No trail logged at the first StartLogging.
    expect(names).toEqual(['StartLogging', 'StartLogging', 'AddTags']);
  });

  test('can be planned over HTTP', async () => {
    const { here, received } = await recordedScene();
    const { account } = here.where;
    const plan = JSON.stringify([{ does: 'lose', account, eventName: 'AddTags' }]);
    const control = (method: string, body: string | null = null) =>
      fetch(`${aws.endpoint}/_trailmend/disturbances`, { method, body }).then((response) => response.json());
    await control('PUT', plan);
    await tagTrail(here);
    expect(await details(here, received)).toEqual([]);
    expect(await control('DELETE')).toMatchObject([{ events: 1, disturbed: 1 }]);
  });

  test('are refused with an invalid plan, and the error contains the entry', () => {
    const plan = JSON.parse('[{"does":"vanish"}]');
    expect(() => aws.disturbEvents(plan)).toThrow('{"does":"vanish"}');
  });
});

test('a trail that excludes KMS causes no events of KMS', async () => {
  const { here, received } = await recordedScene();
  const selector = { ReadWriteType: 'All', IncludeManagementEvents: true };
  const EventSelectors = [{ ...selector, ExcludeManagementEventSources: ['kms.amazonaws.com'] }];
  await here.cloudTrail('PutEventSelectors', { TrailName: 'all', EventSelectors });
  await aws.settled();
  await api.json('kms', 'TrentService.CreateKey', {}, here.where, ANY);
  expect((await details(here, received)).map(({ eventName }) => eventName)).toEqual(['PutEventSelectors']);
});

test('LookupEvents returns the writes of the account, without a trail too, with the caller and the resource', async () => {
  const here = scene('eu-west-1');
  await api.json('logs', 'Logs_20140328.CreateLogGroup', { logGroupName: 'audit' }, here.where, ANY);
  await aws.settled();
  const LookupAttributes = [{ AttributeKey: 'ResourceName', AttributeValue: 'audit' }];
  expect(await here.cloudTrail('LookupEvents', { LookupAttributes })).toEqual({
    Events: [
      expect.objectContaining({
        EventName: 'CreateLogGroup',
        EventSource: 'logs.amazonaws.com',
        Username: 'root',
        Resources: [{ ResourceType: 'AWS::Logs::LogGroup', ResourceName: 'audit' }],
        CloudTrailEvent: expect.stringContaining('"eventName":"CreateLogGroup"'),
      }),
    ],
  });
  expect(await here.in('us-east-1').cloudTrail('LookupEvents', {})).toEqual({ Events: [] });
});

function tagTrail(here: Scene): Promise<unknown> {
  const { account, region } = here.where;
  const ResourceId = `arn:aws:cloudtrail:${region}:${account}:trail/all`;
  return here.cloudTrail('AddTags', { ResourceId, TagsList: [{ Key: 'a', Value: 'b' }] });
}

const document = (Statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [Statement] });

/** A role that EventBridge can assume, without permissions. */
async function forwarder(here: Scene): Promise<string> {
  const trust = { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sts:AssumeRole' };
  await iam(here, { Action: 'CreateRole', RoleName: 'forwarder', AssumeRolePolicyDocument: document(trust) });
  return `arn:aws:iam::${here.where.account}:role/forwarder`;
}

async function permitForwarding(here: Scene, busArn: string): Promise<void> {
  const statement = { Effect: 'Allow', Action: 'events:PutEvents', Resource: busArn };
  const policy = { RoleName: 'forwarder', PolicyName: 'forward', PolicyDocument: document(statement) };
  await iam(here, { Action: 'PutRolePolicy', ...policy });
}
