import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { type EmulatorApi, EmulatorError, emulatorApi } from '../../local/emulator/api.ts';
import { type LocalAws, startLocalAws } from '../../local/local-aws.ts';
import { type Message, type Queue, Scene } from '../../local/test/support/scene.ts';

const ANY = z.unknown();
const EVERYTHING = { EventPattern: JSON.stringify({ 'detail-type': ['AWS API Call via CloudTrail'] }) };

let aws: LocalAws;
let api: EmulatorApi;
const told: string[] = [];

beforeAll(async () => {
  aws = await startLocalAws({ progress: (line) => told.push(line), recording: { firstRetryPauseMs: 1 } });
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

/** An account in which a trail logs all regions, and a queue of its home region that hears every event. */
async function listening(region = 'us-east-1'): Promise<{ here: Scene; heard: Queue }> {
  const here = scene(region);
  await here.cloudTrail('CreateTrail', { Name: 'all', S3BucketName: 'logs', IsMultiRegionTrail: true });
  await here.cloudTrail('StartLogging', { Name: 'all' });
  return { here, heard: await hearing(here) };
}

async function hearing(here: Scene, name = 'heard'): Promise<Queue> {
  const heard = await here.queue(name);
  await here.rule(name, heard.arn, undefined, EVERYTHING);
  // What it takes to listen is heard as well.
  await aws.settled();
  await all(here, heard);
  return heard;
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

describe('writes of other services become events', () => {
  test('IAM: in us-east-1, wherever it was called', async () => {
    const { here, heard } = await listening();
    const away = here.in('eu-west-1');
    const unheard = await hearing(away, 'away');
    const trust = JSON.stringify({ Version: '2012-10-17', Statement: [] });
    await iam(away, { Action: 'CreateRole', RoleName: 'r', Path: '/p/', AssumeRolePolicyDocument: trust });

    const [event, ...others] = await all(here, heard);
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
    // The queue and the rule of the other region are no writes here.
    expect(others).toEqual([]);
    expect(await details(away, unheard)).toEqual([]);
  });

  test('IAM: a failed call, by the name of its exception', async () => {
    const { here, heard } = await listening();
    await expect(iam(here, { Action: 'DeleteRole', RoleName: 'nobody' })).rejects.toBeInstanceOf(EmulatorError);
    expect(await details(here, heard)).toMatchObject([
      { eventName: 'DeleteRole', errorCode: 'NoSuchEntityException', responseElements: null },
    ]);
  });

  test('CloudTrail: a call that IAM denies, with who tried', async () => {
    const { here, heard } = await listening();
    const nobody = await here.session('nobody', 'night-shift');
    await iam(here, { Action: 'DeleteRolePolicy', RoleName: 'nobody', PolicyName: 'anything' });
    await all(here, heard);
    await expect(here.cloudTrail('StopLogging', { Name: 'all' }, nobody)).rejects.toBeInstanceOf(EmulatorError);
    expect(await details(here, heard)).toMatchObject([
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

  test('CloudWatch Logs: making a group and its retention', async () => {
    const { here, heard } = await listening();
    const logs = (operation: string, input: object) =>
      api.json('logs', `Logs_20140328.${operation}`, { ...input }, here.where, ANY);
    await logs('CreateLogGroup', { logGroupName: 'g', tags: { Team: 'Blue' } });
    await aws.settled();
    await logs('PutRetentionPolicy', { logGroupName: 'g', retentionInDays: 365 });
    expect(await details(here, heard)).toMatchObject([
      { eventName: 'CreateLogGroup', requestParameters: { tags: { Team: 'Blue' } }, responseElements: null },
      { eventName: 'PutRetentionPolicy', requestParameters: { retentionInDays: 365 }, responseElements: null },
    ]);
  });

  test('S3: a bucket and its policy, and not its objects', async () => {
    const { here, heard } = await listening();
    const bucket = `bucket-${here.where.account}`;
    const policy = { Version: '2012-10-17', Statement: [] };
    await api.rest('s3', 'PUT', `/${bucket}`, here.where);
    await aws.settled();
    await api.rest('s3', 'PUT', `/${bucket}?policy`, here.where, { body: JSON.stringify(policy) });
    await api.rest('s3', 'PUT', `/${bucket}/key`, here.where, { body: 'text' });
    expect(await details(here, heard)).toMatchObject([
      { eventName: 'CreateBucket', requestParameters: { bucketName: bucket }, responseElements: null },
      { eventName: 'PutBucketPolicy', requestParameters: { bucketName: bucket, bucketPolicy: policy, policy: '' } },
    ]);
  });

  test('EventBridge: a rule', async () => {
    const { here, heard } = await listening();
    await api.json('events', 'AWSEvents.DisableRule', { Name: 'heard' }, here.in('us-east-1').where, ANY);
    await aws.settled();
    await api.json('events', 'AWSEvents.EnableRule', { Name: 'heard' }, here.where, ANY);
    // The event of its own disabling comes to a rule that is disabled by then.
    expect(await details(here, heard)).toMatchObject([
      { eventSource: 'events.amazonaws.com', eventName: 'EnableRule', requestParameters: { name: 'heard' } },
    ]);
  });

  test('Lambda: by the dated name, without code and environment', async () => {
    const { here, heard } = await listening();
    await here.lambda('f', 'exports.handler = async () => {};', { TOKEN: 'secret' });
    const made = (await details(here, heard)).find(({ eventSource }) => eventSource === 'lambda.amazonaws.com');
    expect(made).toMatchObject({
      eventName: 'CreateFunction20150331',
      requestParameters: { functionName: 'f', code: {}, environment: {} },
      responseElements: { functionName: 'f', handler: 'index.handler' },
    });
    expect(JSON.stringify(made)).not.toContain('secret');
  });

  test('SNS, SQS and KMS', async () => {
    const { here, heard } = await listening();
    const { account } = here.where;
    await api.query('sns', { Action: 'CreateTopic', Name: 't', Version: '2010-03-31' }, here.where);
    await aws.settled();
    await here.queue('q');
    await aws.settled();
    await api.json('kms', 'TrentService.CreateKey', { Description: 'for logs' }, here.where, ANY);
    expect(await details(here, heard)).toMatchObject([
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
    const { here, heard } = await listening();
    const input = { Name: 'deny', Type: 'SERVICE_CONTROL_POLICY', Description: 'd', Content: '{}' };
    const where = here.in('eu-west-1').where;
    await api.json('organizations', 'AWSOrganizationsV20161128.CreatePolicy', input, where, ANY);
    expect(await details(here, heard)).toMatchObject([
      { eventSource: 'organizations.amazonaws.com', eventName: 'CreatePolicy', awsRegion: 'us-east-1' },
    ]);
  });

  test('and reads become none', async () => {
    const { here, heard } = await listening();
    await iam(here, { Action: 'ListRoles' });
    await here.cloudTrail('DescribeTrails', {});
    expect(await details(here, heard)).toEqual([]);
  });
});

describe('targets', () => {
  const topicPolicy = (arn: string) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sns:Publish', Resource: arn },
      ],
    });

  test('a topic gets the event, when its policy lets EventBridge publish', async () => {
    const { here } = await listening();
    const { account } = here.where;
    const sns = (parameters: Record<string, string>) =>
      api.query('sns', { Version: '2010-03-31', ...parameters }, here.where);
    const TopicArn = `arn:aws:sns:us-east-1:${account}:t`;
    const subscriber = await here.queue('subscriber');
    const buried = await here.queue('buried');
    await sns({ Action: 'CreateTopic', Name: 't' });
    const query = { Action: 'Subscribe', TopicArn, Protocol: 'sqs', Endpoint: subscriber.arn };
    await sns({ ...query, 'Attributes.entry.1.key': 'RawMessageDelivery', 'Attributes.entry.1.value': 'true' });
    const EventPattern = JSON.stringify({ detail: { eventName: ['AddTags'] } });
    await here.rule('to-topic', TopicArn, buried, { EventPattern });
    const tag = () =>
      here.cloudTrail('AddTags', {
        ResourceId: `arn:aws:cloudtrail:us-east-1:${account}:trail/all`,
        TagsList: [{ Key: 'a', Value: 'b' }],
      });

    const attribute = { Action: 'SetTopicAttributes', TopicArn, AttributeName: 'Policy' };
    await sns({ ...attribute, AttributeValue: JSON.stringify({ Version: '2012-10-17', Statement: [] }) });
    await tag();
    expect((await all(here, buried)).map(({ attributes }) => attributes['ERROR_CODE'])).toEqual(['NO_PERMISSIONS']);
    await sns({ ...attribute, AttributeValue: topicPolicy(TopicArn) });
    await tag();
    expect(await details(here, subscriber)).toMatchObject([{ eventName: 'AddTags' }]);
  });

  test('a bus of another region passes the event on, with its own region, by a role that may', async () => {
    const { here } = await listening('eu-west-1');
    const { account } = here.where;
    const hub = here.in('us-east-1');
    const heard = await hub.queue('hub');
    await hub.rule('hub', heard.arn, undefined, { EventPattern: JSON.stringify({ source: ['aws.logs'] }) });
    const busArn = `arn:aws:events:us-east-1:${account}:event-bus/default`;
    const RoleArn = await forwarder(here);
    const buried = await here.queue('buried');
    const EventPattern = JSON.stringify({ source: ['aws.logs'] });
    await api.json('events', 'AWSEvents.PutRule', { Name: 'forward', EventPattern }, here.where, ANY);
    const target = { Id: '1', Arn: busArn, RoleArn, DeadLetterConfig: { Arn: buried.arn } };
    const targets = { Rule: 'forward', Targets: [target] };
    await api.json('events', 'AWSEvents.PutTargets', targets, here.where, ANY);

    await here.deleteLogGroup('not-permitted');
    expect((await all(here, buried)).map(({ attributes }) => attributes['ERROR_CODE'])).toEqual([
      'NO_PERMISSIONS',
      'NO_PERMISSIONS',
    ]);

    await permitForwarding(here, busArn);
    await here.deleteLogGroup('permitted');
    const events = (await all(hub, heard)).map(({ body }) => body);
    expect(events).toHaveLength(2);
    expect(events).toContainEqual(
      expect.objectContaining({
        region: 'eu-west-1',
        detail: expect.objectContaining({ eventName: 'DeleteLogGroup' }),
      }),
    );
  });

  test('a throttled target is tried again until it takes the event', async () => {
    const { here, heard } = await listening();
    aws.disturbEvents([{ does: 'throttle', account: here.where.account, eventName: 'AddTags', attempts: 5 }]);
    await tagTrail(here);
    expect(await details(here, heard)).toMatchObject([{ eventName: 'AddTags' }]);
  });

  test('a throttled target loses the event to the dead-letter queue after the attempts of its retry policy', async () => {
    const here = scene();
    await here.loggingTrail('all');
    const heard = await here.queue('patient');
    const buried = await here.queue('buried');
    const EventPattern = JSON.stringify({ detail: { eventName: ['AddTags'] } });
    const ruleArn = await here.rule('impatient', heard.arn, undefined, { EventPattern });
    const target = { Id: '1', Arn: heard.arn, DeadLetterConfig: { Arn: buried.arn } };
    const Targets = [{ ...target, RetryPolicy: { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 3600 } }];
    await api.json('events', 'AWSEvents.PutTargets', { Rule: 'impatient', Targets }, here.where, ANY);
    aws.disturbEvents([{ does: 'throttle', account: here.where.account, eventName: 'AddTags', attempts: 100 }]);
    await tagTrail(here);
    const [letter] = await all(here, buried);
    expect(letter?.attributes).toMatchObject({
      RULE_ARN: ruleArn,
      ERROR_CODE: 'THROTTLING',
      RETRY_ATTEMPTS: '2',
      EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
    });
    expect(await details(here, heard)).toEqual([]);
  });
});

describe('disturbed events', () => {
  test('are lost, repeated and reordered as planned', async () => {
    const { here, heard } = await listening();
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
    const names = (await details(here, heard)).map(({ eventName }) => eventName);
    // The first StartLogging came when nothing logged.
    expect(names).toEqual(['StartLogging', 'StartLogging', 'AddTags']);
  });

  test('are planned by HTTP as well', async () => {
    const { here, heard } = await listening();
    const { account } = here.where;
    const plan = JSON.stringify([{ does: 'lose', account, eventName: 'AddTags' }]);
    const control = (method: string, body: string | null = null) =>
      fetch(`${aws.endpoint}/_trailmend/disturbances`, { method, body }).then((answer) => answer.json());
    await control('PUT', plan);
    await tagTrail(here);
    expect(await details(here, heard)).toEqual([]);
    expect(await control('DELETE')).toMatchObject([{ events: 1, disturbed: 1 }]);
  });

  test('a plan that is not understood is refused with the entry', () => {
    const plan = JSON.parse('[{"does":"vanish"}]');
    expect(() => aws.disturbEvents(plan)).toThrow('{"does":"vanish"}');
  });
});

test('a trail that excludes KMS hears nothing of it', async () => {
  const { here, heard } = await listening();
  const selector = { ReadWriteType: 'All', IncludeManagementEvents: true };
  const EventSelectors = [{ ...selector, ExcludeManagementEventSources: ['kms.amazonaws.com'] }];
  await here.cloudTrail('PutEventSelectors', { TrailName: 'all', EventSelectors });
  await aws.settled();
  await api.json('kms', 'TrentService.CreateKey', {}, here.where, ANY);
  expect((await details(here, heard)).map(({ eventName }) => eventName)).toEqual(['PutEventSelectors']);
});

function tagTrail(here: Scene): Promise<unknown> {
  const { account, region } = here.where;
  const ResourceId = `arn:aws:cloudtrail:${region}:${account}:trail/all`;
  return here.cloudTrail('AddTags', { ResourceId, TagsList: [{ Key: 'a', Value: 'b' }] });
}

const document = (Statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [Statement] });

/** A role that EventBridge may assume, and that may nothing. */
async function forwarder(here: Scene): Promise<string> {
  const trust = { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sts:AssumeRole' };
  await iam(here, { Action: 'CreateRole', RoleName: 'forwarder', AssumeRolePolicyDocument: document(trust) });
  return `arn:aws:iam::${here.where.account}:role/forwarder`;
}

async function permitForwarding(here: Scene, busArn: string): Promise<void> {
  const may = { Effect: 'Allow', Action: 'events:PutEvents', Resource: busArn };
  const policy = { RoleName: 'forwarder', PolicyName: 'forward', PolicyDocument: document(may) };
  await iam(here, { Action: 'PutRolePolicy', ...policy });
}
