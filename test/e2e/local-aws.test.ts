import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type LocalAws, startLocalAws } from '../../local/local-aws.ts';
import {
  CALLING_HANDLER,
  eventually,
  Scene,
  SENDING_HANDLER,
  THROWING_HANDLER,
} from '../../local/test/support/scene.ts';

let aws: LocalAws;
const told: string[] = [];

beforeAll(async () => {
  aws = await startLocalAws({ progress: (line) => told.push(line), cloudTrail: { roleVisibleAfterMs: 0 } });
});

afterAll(async () => {
  await aws?.stop();
});

/** An account of its own for each test, so that none sees another's trails and rules. */
let accounts = 100_000_000_000;
function scene(region = 'us-east-1'): Scene {
  accounts += 1;
  return new Scene(aws, { account: String(accounts), region });
}

describe('events of management writes', () => {
  test('CreateTrail reaches a function through a rule, in the shape of a real record', async () => {
    const here = scene('eu-west-1');
    const { account } = here.where;
    const heard = await here.queue('heard');
    const lambda = await here.lambda('listener', SENDING_HANDLER, { QUEUE_URL: heard.url });
    await here.permit('listener', await here.rule('changes', lambda));
    await here.loggingTrail('first');

    await here.cloudTrail('CreateTrail', { Name: 'second', S3BucketName: 'logs', IsMultiRegionTrail: true });

    const { body } = await eventually('the function to hear of the trail', () => here.receive(heard));
    expect(body).toMatchObject({
      'detail-type': 'AWS API Call via CloudTrail',
      source: 'aws.cloudtrail',
      account,
      region: 'eu-west-1',
      resources: [],
      detail: {
        eventName: 'CreateTrail',
        userIdentity: { type: 'Root', accountId: account },
        requestParameters: { name: 'second', s3BucketName: 'logs', isMultiRegionTrail: true },
        responseElements: { name: 'second', trailARN: `arn:aws:cloudtrail:eu-west-1:${account}:trail/second` },
      },
    });
    expect(aws.calls()).toContainEqual(
      expect.objectContaining({ service: 'sqs', operation: 'SendMessage', caller: 'function', functionArn: lambda }),
    );
  });

  test('only enabled rules whose pattern matches get it', async () => {
    const here = scene();
    const other = await here.queue('other');
    const EventPattern = JSON.stringify({ detail: { eventName: ['DeleteTrail'] } });
    await here.rule('disabled', other.arn, undefined, { State: 'DISABLED' });
    await here.rule('deletions', other.arn, undefined, { EventPattern });
    await here.loggingTrail('first');

    await here.cloudTrail('CreateTrail', { Name: 'second', S3BucketName: 'logs' });
    await here.cloudTrail('DeleteTrail', { Name: 'second' });

    await aws.settled();
    expect((await here.receive(other))?.body).toMatchObject({ detail: { eventName: 'DeleteTrail' } });
    expect(await here.receive(other)).toBeUndefined();
  });

  test('no call becomes an event before a trail logs: not the first CreateTrail, nor its StartLogging', async () => {
    const here = scene();
    const heard = await here.listener();

    await here.loggingTrail('first');
    await here.cloudTrail('CreateTrail', { Name: 'second', S3BucketName: 'logs' });

    await aws.settled();
    expect((await here.receive(heard))?.body).toMatchObject({
      detail: { eventName: 'CreateTrail', requestParameters: { name: 'second' } },
    });
    expect(await here.receive(heard)).toBeUndefined();
  });

  test('StopLogging of the only logging trail becomes an event, and what follows does not', async () => {
    const here = scene();
    const heard = await here.listener();
    await here.loggingTrail('only');

    await here.cloudTrail('StopLogging', { Name: 'only' });
    await here.cloudTrail('DeleteTrail', { Name: 'only' });

    await aws.settled();
    expect((await here.receive(heard))?.body).toMatchObject({
      detail: { eventName: 'StopLogging', requestParameters: { name: 'only' }, responseElements: null },
    });
    expect(await here.receive(heard)).toBeUndefined();
  });

  test('a trail covers its home region, a multi-region trail every region', async () => {
    const home = scene('us-east-1');
    const away = home.in('eu-central-1');
    const heard = await away.listener();

    await home.loggingTrail('single');
    await away.cloudTrail('CreateTrail', { Name: 'unheard', S3BucketName: 'logs' });
    await home.cloudTrail('UpdateTrail', { Name: 'single', IsMultiRegionTrail: true });
    await away.cloudTrail('CreateTrail', { Name: 'heard', S3BucketName: 'logs' });

    await aws.settled();
    expect((await away.receive(heard))?.body).toMatchObject({ detail: { requestParameters: { name: 'heard' } } });
    expect(await away.receive(heard)).toBeUndefined();
  });

  test('a trail without management events covers nothing', async () => {
    const here = scene();
    const heard = await here.listener();
    await here.loggingTrail('data-only');
    await here.cloudTrail('PutEventSelectors', {
      TrailName: 'data-only',
      EventSelectors: [{ IncludeManagementEvents: false, ReadWriteType: 'All' }],
    });
    await here.cloudTrail('StopLogging', { Name: 'data-only' });

    await aws.settled();
    expect((await here.receive(heard))?.body).toMatchObject({
      detail: {
        eventName: 'PutEventSelectors',
        requestParameters: { trailName: 'data-only', eventSelectors: [{ includeManagementEvents: false }] },
        responseElements: { eventSelectors: [{ includeManagementEvents: false }] },
      },
    });
    expect(await here.receive(heard)).toBeUndefined();
  });

  test('a failed call becomes an event with its error', async () => {
    const here = scene();
    const heard = await here.listener();
    await here.loggingTrail('first');

    await expect(here.cloudTrail('StopLogging', { Name: 'nobody' })).rejects.toThrow('nobody');

    await aws.settled();
    expect((await here.receive(heard))?.body).toMatchObject({
      detail: {
        eventName: 'StopLogging',
        errorCode: 'TrailNotFoundException',
        requestParameters: { name: 'nobody' },
        responseElements: null,
      },
    });
  });

  test('DeleteLogGroup becomes an event of CloudWatch Logs', async () => {
    const here = scene();
    const heard = await here.listener();
    await here.loggingTrail('first');

    await here.deleteLogGroup('/some/group');

    await aws.settled();
    const bodies = [await here.receive(heard), await here.receive(heard)].map((message) => message?.body);
    expect(bodies).toContainEqual(
      expect.objectContaining({
        source: 'aws.logs',
        detail: expect.objectContaining({
          eventSource: 'logs.amazonaws.com',
          eventName: 'DeleteLogGroup',
          requestParameters: { logGroupName: '/some/group' },
          responseElements: null,
        }),
      }),
    );
  });

  test("a function's call carries its role, with its path where AWS has it", async () => {
    const here = scene();
    const { account } = here.where;
    const heard = await here.listener();
    await here.lambda('stopper', CALLING_HANDLER, {});
    await here.loggingTrail('first');

    await here.invoke('stopper', { operation: 'StopLogging', input: { Name: 'first' } });

    await aws.settled();
    expect((await here.receive(heard))?.body).toMatchObject({
      detail: {
        userIdentity: {
          type: 'AssumedRole',
          arn: `arn:aws:sts::${account}:assumed-role/stopper-role/stopper`,
          sessionContext: { sessionIssuer: { arn: `arn:aws:iam::${account}:role/scene/stopper-role` } },
        },
      },
    });
  });

  test("so does the call of anybody's session of a role", async () => {
    const here = scene();
    const { account } = here.where;
    const heard = await here.listener();
    await here.loggingTrail('first');

    await here.cloudTrail('StopLogging', { Name: 'first' }, await here.session('engineer', 'ada'));

    await aws.settled();
    expect((await here.receive(heard))?.body).toMatchObject({
      account,
      detail: {
        userIdentity: {
          type: 'AssumedRole',
          arn: `arn:aws:sts::${account}:assumed-role/engineer/ada`,
          sessionContext: { sessionIssuer: { arn: `arn:aws:iam::${account}:role/scene/engineer` } },
        },
      },
    });
  });
});

describe('what cannot be delivered', () => {
  test('a function that throws is tried three times, then its event is in the on-failure queue', async () => {
    const here = scene();
    const failures = await here.queue('failures');
    const tries = await here.queue('tries');
    const lambda = await here.lambda('broken', THROWING_HANDLER, { QUEUE_URL: tries.url }, failures);
    await here.permit('broken', await here.rule('changes', lambda));
    await here.loggingTrail('first');

    await here.cloudTrail('CreateTrail', { Name: 'second', S3BucketName: 'logs' });

    const { body } = await eventually('the event in the on-failure queue', () => here.receive(failures));
    expect(body).toMatchObject({
      requestContext: { condition: 'RetriesExhausted', functionArn: lambda },
      requestPayload: { detail: { eventName: 'CreateTrail' } },
      responsePayload: { errorMessage: 'broken on purpose' },
    });
    const seen = [await here.receive(tries), await here.receive(tries), await here.receive(tries)];
    expect(seen).not.toContain(undefined);
    expect(await here.receive(tries)).toBeUndefined();
  });

  test("an event for a function that does not exist is in the rule's dead-letter queue", async () => {
    const here = scene();
    const dead = await here.queue('dead');
    const missing = `arn:aws:lambda:us-east-1:${here.where.account}:function:missing`;
    const rule = await here.rule('changes', missing, dead);
    await here.loggingTrail('first');

    await here.cloudTrail('CreateTrail', { Name: 'second', S3BucketName: 'logs' });

    await aws.settled();
    const message = await here.receive(dead);
    expect(message?.body).toMatchObject({ detail: { eventName: 'CreateTrail' } });
    expect(message?.attributes).toMatchObject({ RULE_ARN: rule, TARGET_ARN: missing, ERROR_CODE: 'NO_RESOURCE' });
  });

  test('so is an event for a function that does not let the rule invoke it', async () => {
    const here = scene();
    const dead = await here.queue('dead');
    const heard = await here.queue('heard');
    const lambda = await here.lambda('closed', SENDING_HANDLER, { QUEUE_URL: heard.url });
    await here.rule('changes', lambda, dead);
    await here.permit('closed', `arn:aws:events:us-east-1:${here.where.account}:rule/another`);
    await here.loggingTrail('first');

    await here.cloudTrail('CreateTrail', { Name: 'second', S3BucketName: 'logs' });

    await aws.settled();
    expect((await here.receive(dead))?.attributes).toMatchObject({ TARGET_ARN: lambda, ERROR_CODE: 'NO_PERMISSIONS' });
  });

  test('without a dead-letter queue it is lost, and progress says so', async () => {
    const here = scene();
    const missing = `arn:aws:lambda:us-east-1:${here.where.account}:function:missing`;
    await here.rule('changes', missing);
    await here.loggingTrail('first');

    await here.cloudTrail('StopLogging', { Name: 'first' });

    await aws.settled();
    expect(told.filter((line) => line.includes(missing))).toEqual([expect.stringMatching(/lost.*NO_RESOURCE/)]);
  });
});

describe('what the emulator drops', () => {
  test('CreateTrail keeps its CloudWatch Logs parameters and its tags', async () => {
    const here = scene();
    const integration = await here.integration('delivery');
    const TagsList = [{ Key: 'team', Value: 'platform' }];

    const made = await here.cloudTrail('CreateTrail', { Name: 'all', S3BucketName: 'logs', TagsList, ...integration });

    expect(made).toMatchObject(integration);
    expect(await here.cloudTrail('GetTrail', { Name: 'all' })).toMatchObject({ Trail: integration });
    const tags = await here.cloudTrail('ListTags', { ResourceIdList: [made['TrailARN']] });
    expect(tags).toMatchObject({ ResourceTagList: [{ TagsList }] });
  });

  test('a trail made again under the same name has none of the old tags', async () => {
    const here = scene();
    const old = [{ Key: 'trailmend:exclude', Value: 'true' }];
    const { TrailARN } = await here.cloudTrail('CreateTrail', { Name: 'again', S3BucketName: 'logs', TagsList: old });
    await here.cloudTrail('DeleteTrail', { Name: 'again' });

    await here.cloudTrail('CreateTrail', { Name: 'again', S3BucketName: 'logs' });

    const tags = await here.cloudTrail('ListTags', { ResourceIdList: [TrailARN] });
    expect(tags).toMatchObject({ ResourceTagList: [{ TagsList: [] }] });
  });

  test('queue URLs lead to the gate', async () => {
    const { url } = await scene().queue('somewhere');
    expect(url).toMatch(new RegExp(`^${aws.endpoint}/`));
  });
});
