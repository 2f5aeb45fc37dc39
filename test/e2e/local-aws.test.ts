import {
  CreateLogGroupCommand,
  DeleteAccountPolicyCommand,
  DescribeAccountPoliciesCommand,
  DescribeLogGroupsCommand,
  PutAccountPolicyCommand,
  PutMetricFilterCommand,
  PutRetentionPolicyCommand,
  TestMetricFilterCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateRoleCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sessionWith } from '../../demo/sessions.ts';
import { emulatorApi } from '../../local/emulator/api.ts';
import { type LocalAws, startLocalAws } from '../../local/local-aws.ts';
import {
  CALLING_HANDLER,
  eventually,
  Scene,
  SENDING_HANDLER,
  THROWING_HANDLER,
} from '../../local/test/support/scene.ts';

let aws: LocalAws;
const progress: string[] = [];

beforeAll(async () => {
  aws = await startLocalAws({ progress: (line) => progress.push(line), cloudTrail: { roleVisibleAfterMs: 0 } });
});

afterAll(async () => {
  await aws?.stop();
});

/** A separate account for each test, so that no test receives events of another one. */
let accounts = 100_000_000_000;
function scene(region = 'us-east-1'): Scene {
  accounts += 1;
  return new Scene(aws, { account: String(accounts), region });
}

describe('events of management writes', () => {
  test('CreateTrail reaches a function through a rule, in the shape of a real record', async () => {
    const here = scene('eu-west-1');
    const { account } = here.where;
    const received = await here.queue('received');
    const lambda = await here.lambda('listener', SENDING_HANDLER, { QUEUE_URL: received.url });
    await here.permit('listener', await here.rule('changes', lambda));
    await here.loggingTrail('first');

    await here.cloudTrail('CreateTrail', { Name: 'second', S3BucketName: 'logs', IsMultiRegionTrail: true });

    const { body } = await eventually('the function to receive the event', () => here.receive(received));
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

  test('only enabled rules whose pattern matches receive the event', async () => {
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

  test('no call causes an event before a trail logs: neither the first CreateTrail nor its StartLogging', async () => {
    const here = scene();
    const received = await here.listener();

    await here.loggingTrail('first');
    await here.cloudTrail('CreateTrail', { Name: 'second', S3BucketName: 'logs' });

    await aws.settled();
    expect((await here.receive(received))?.body).toMatchObject({
      detail: { eventName: 'CreateTrail', requestParameters: { name: 'second' } },
    });
    expect(await here.receive(received)).toBeUndefined();
  });

  test('StopLogging of the only logging trail causes an event, and later calls do not', async () => {
    const here = scene();
    const received = await here.listener();
    await here.loggingTrail('only');

    await here.cloudTrail('StopLogging', { Name: 'only' });
    await here.cloudTrail('DeleteTrail', { Name: 'only' });

    await aws.settled();
    expect((await here.receive(received))?.body).toMatchObject({
      detail: { eventName: 'StopLogging', requestParameters: { name: 'only' }, responseElements: null },
    });
    expect(await here.receive(received)).toBeUndefined();
  });

  test('a trail covers its home Region, and a multi-Region trail every Region', async () => {
    const home = scene('us-east-1');
    const away = home.in('eu-central-1');
    const received = await away.listener();

    await home.loggingTrail('single');
    await away.cloudTrail('CreateTrail', { Name: 'not-covered', S3BucketName: 'logs' });
    await home.cloudTrail('UpdateTrail', { Name: 'single', IsMultiRegionTrail: true });
    await away.cloudTrail('CreateTrail', { Name: 'covered', S3BucketName: 'logs' });

    await aws.settled();
    expect((await away.receive(received))?.body).toMatchObject({ detail: { requestParameters: { name: 'covered' } } });
    expect(await away.receive(received)).toBeUndefined();
  });

  test('a trail without management events covers nothing', async () => {
    const here = scene();
    const received = await here.listener();
    await here.loggingTrail('data-only');
    await here.cloudTrail('PutEventSelectors', {
      TrailName: 'data-only',
      EventSelectors: [
        {
          IncludeManagementEvents: false,
          ReadWriteType: 'All',
          DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }],
        },
      ],
    });
    await here.cloudTrail('StopLogging', { Name: 'data-only' });

    await aws.settled();
    expect((await here.receive(received))?.body).toMatchObject({
      detail: {
        eventName: 'PutEventSelectors',
        requestParameters: { trailName: 'data-only', eventSelectors: [{ includeManagementEvents: false }] },
        responseElements: { eventSelectors: [{ includeManagementEvents: false }] },
      },
    });
    expect(await here.receive(received)).toBeUndefined();
  });

  test('a failed call causes an event with its error', async () => {
    const here = scene();
    const received = await here.listener();
    await here.loggingTrail('first');

    await expect(here.cloudTrail('StopLogging', { Name: 'nobody' })).rejects.toThrow('nobody');

    await aws.settled();
    expect((await here.receive(received))?.body).toMatchObject({
      detail: {
        eventName: 'StopLogging',
        errorCode: 'TrailNotFoundException',
        requestParameters: { name: 'nobody' },
        responseElements: null,
      },
    });
  });

  test('DeleteLogGroup causes an event of CloudWatch Logs', async () => {
    const here = scene();
    const received = await here.listener();
    await here.loggingTrail('first');

    await here.deleteLogGroup('/some/group');

    await aws.settled();
    const bodies = [await here.receive(received), await here.receive(received)].map((message) => message?.body);
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

  test("a function's call contains its role, with its path where AWS includes it", async () => {
    const here = scene();
    const { account } = here.where;
    const received = await here.listener();
    await here.lambda('stopper', CALLING_HANDLER, {});
    await here.loggingTrail('first');

    await here.invoke('stopper', { operation: 'StopLogging', input: { Name: 'first' } });

    await aws.settled();
    expect((await here.receive(received))?.body).toMatchObject({
      detail: {
        userIdentity: {
          type: 'AssumedRole',
          arn: `arn:aws:sts::${account}:assumed-role/stopper-role/stopper`,
          sessionContext: { sessionIssuer: { arn: `arn:aws:iam::${account}:role/scene/stopper-role` } },
        },
      },
    });
  });

  test('the call of any session of a role contains the role', async () => {
    const here = scene();
    const { account } = here.where;
    const received = await here.listener();
    await here.loggingTrail('first');

    await here.cloudTrail('StopLogging', { Name: 'first' }, await here.session('engineer', 'ada'));

    await aws.settled();
    expect((await here.receive(received))?.body).toMatchObject({
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

describe('events that cannot be delivered', () => {
  test('Lambda invokes a function that throws three times, and then sends the event to the on-failure queue', async () => {
    const here = scene();
    const failures = await here.queue('failures');
    const attempts = await here.queue('attempts');
    const lambda = await here.lambda('broken', THROWING_HANDLER, { QUEUE_URL: attempts.url }, failures);
    await here.permit('broken', await here.rule('changes', lambda));
    await here.loggingTrail('first');

    await here.cloudTrail('CreateTrail', { Name: 'second', S3BucketName: 'logs' });

    const { body } = await eventually('the event in the on-failure queue', () => here.receive(failures));
    expect(body).toMatchObject({
      requestContext: { condition: 'RetriesExhausted', functionArn: lambda },
      requestPayload: { detail: { eventName: 'CreateTrail' } },
      responsePayload: { errorMessage: 'broken on purpose' },
    });
    const received = [await here.receive(attempts), await here.receive(attempts), await here.receive(attempts)];
    expect(received).not.toContain(undefined);
    expect(await here.receive(attempts)).toBeUndefined();
  });

  test("the rule's dead-letter queue receives an event for a function that does not exist", async () => {
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

  test("the rule's dead-letter queue receives an event for a function that the rule may not invoke", async () => {
    const here = scene();
    const dead = await here.queue('dead');
    const received = await here.queue('received');
    const lambda = await here.lambda('closed', SENDING_HANDLER, { QUEUE_URL: received.url });
    await here.rule('changes', lambda, dead);
    await here.permit('closed', `arn:aws:events:us-east-1:${here.where.account}:rule/another`);
    await here.loggingTrail('first');

    await here.cloudTrail('CreateTrail', { Name: 'second', S3BucketName: 'logs' });

    await aws.settled();
    expect((await here.receive(dead))?.attributes).toMatchObject({ TARGET_ARN: lambda, ERROR_CODE: 'NO_PERMISSIONS' });
  });

  test('without a dead-letter queue the event is lost, and the local AWS reports it', async () => {
    const here = scene();
    const missing = `arn:aws:lambda:us-east-1:${here.where.account}:function:missing`;
    await here.rule('changes', missing);
    await here.loggingTrail('first');

    await here.cloudTrail('StopLogging', { Name: 'first' });

    await aws.settled();
    expect(progress.filter((line) => line.includes(missing))).toEqual([expect.stringMatching(/lost.*NO_RESOURCE/)]);
  });
});

describe('what the emulator omits', () => {
  test('CreateTrail keeps its CloudWatch Logs parameters and its tags', async () => {
    const here = scene();
    const integration = await here.integration('delivery');
    const TagsList = [{ Key: 'team', Value: 'platform' }];

    const created = await here.cloudTrail('CreateTrail', {
      Name: 'all',
      S3BucketName: 'logs',
      TagsList,
      ...integration,
    });

    expect(created).toMatchObject(integration);
    expect(await here.cloudTrail('GetTrail', { Name: 'all' })).toMatchObject({ Trail: integration });
    const tags = await here.cloudTrail('ListTags', { ResourceIdList: [created['TrailARN']] });
    expect(tags).toMatchObject({ ResourceTagList: [{ TagsList }] });
  });

  test('a trail that is recreated with the same name has none of the old tags', async () => {
    const here = scene();
    const old = [{ Key: 'trailmend:exclude', Value: 'true' }];
    const { TrailARN } = await here.cloudTrail('CreateTrail', { Name: 'again', S3BucketName: 'logs', TagsList: old });
    await here.cloudTrail('DeleteTrail', { Name: 'again' });

    await here.cloudTrail('CreateTrail', { Name: 'again', S3BucketName: 'logs' });

    const tags = await here.cloudTrail('ListTags', { ResourceIdList: [TrailARN] });
    expect(tags).toMatchObject({ ResourceTagList: [{ TagsList: [] }] });
  });

  test('queue URLs refer to the gate', async () => {
    const { url } = await scene().queue('somewhere');
    expect(url).toMatch(new RegExp(`^${aws.endpoint}/`));
  });
});

function clients() {
  const { account } = scene().where;
  return sessionWith({ ...aws, account }, { accessKeyId: account, secretAccessKey: 'any' });
}

test('an account policy overrides the retention of a log group, until it is deleted', async () => {
  const { logs } = clients();
  const retention = async () => {
    const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({}));
    return logGroups.map(({ retentionInDays, retentionPolicyName }) => [retentionInDays, retentionPolicyName]);
  };
  const policy = { policyName: 'baseline', policyType: 'RETENTION_POLICY' } as const;
  const policyDocument = JSON.stringify({ retentionInDays: 90, enforcementMode: 'RETROACTIVE' });
  await logs.send(new CreateLogGroupCommand({ logGroupName: 'audit' }));
  await logs.send(new PutAccountPolicyCommand({ ...policy, policyDocument }));
  await logs.send(new PutRetentionPolicyCommand({ logGroupName: 'audit', retentionInDays: 365 }));
  expect(await retention()).toEqual([[90, 'baseline']]);
  const { accountPolicies } = await logs.send(new DescribeAccountPoliciesCommand(policy));
  expect(accountPolicies).toMatchObject([{ ...policy, policyDocument }]);
  await logs.send(new DeleteAccountPolicyCommand(policy));
  expect(await retention()).toEqual([[365, undefined]]);
});

describe('a service refuses', () => {
  test('the name of a log group that AWS reserves', async () => {
    const { logs } = clients();
    await expect(logs.send(new CreateLogGroupCommand({ logGroupName: 'AWS/audit' }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Log groups starting with AWS/ are reserved for AWS.',
    });
    expect((await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: 'AWS/' }))).logGroups).toEqual([]);
  });

  test('a pattern of a metric filter that is broken, and TestMetricFilter judges others', async () => {
    const { logs } = clients();
    const logGroupName = 'patterns';
    await logs.send(new CreateLogGroupCommand({ logGroupName }));
    const put = (filterPattern: string) => {
      const metricTransformations = [{ metricName: 'Calls', metricNamespace: 'Test', metricValue: '1' }];
      const filter = { logGroupName, filterName: 'calls', filterPattern, metricTransformations };
      return logs.send(new PutMetricFilterCommand(filter));
    };
    await expect(put('{ $.eventName = ')).rejects.toMatchObject({ name: 'InvalidParameterException' });
    const filterPattern = '{ $.eventName = "StopLogging" }';
    await put(filterPattern);
    const logEventMessages = ['StopLogging', 'GetTrail'].map((eventName) => JSON.stringify({ eventName }));
    const { matches } = await logs.send(new TestMetricFilterCommand({ filterPattern, logEventMessages }));
    expect(matches?.map(({ eventNumber }) => eventNumber)).toEqual([0]);
  });

  test('a metric filter of a log group whose class has none', async () => {
    const { logs } = clients();
    const logGroupName = 'essentials';
    await logs.send(new CreateLogGroupCommand({ logGroupName, logGroupClass: 'ESSENTIALS' }));
    const metricTransformations = [{ metricName: 'Calls', metricNamespace: 'Test', metricValue: '1' }];
    const filter = { logGroupName, filterName: 'calls', filterPattern: '', metricTransformations };
    await expect(logs.send(new PutMetricFilterCommand(filter))).rejects.toMatchObject({ name: 'ValidationException' });
    const { logGroups } = await logs.send(new DescribeLogGroupsCommand({}));
    expect(logGroups).toMatchObject([{ logGroupName, logGroupClass: 'ESSENTIALS' }]);
  });

  test('a trust policy that is broken', async () => {
    const { iam } = clients();
    const trust = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' } };
    const role = { RoleName: 'broken', AssumeRolePolicyDocument: JSON.stringify(trust) };
    await expect(iam.send(new CreateRoleCommand(role))).rejects.toMatchObject({
      name: 'MalformedPolicyDocumentException',
      message: 'Has prohibited field Resource',
    });
    await iam.send(new CreateRoleCommand({ ...role, AssumeRolePolicyDocument: '{"Statement":[]}' }));
    const update = new UpdateAssumeRolePolicyCommand({ RoleName: 'broken', PolicyDocument: 'none' });
    await expect(iam.send(update)).rejects.toMatchObject({ message: 'This policy contains invalid Json' });
  });
});

describe('DescribeAlarms in the query protocol', () => {
  const put = (here: Scene, parameters: Readonly<Record<string, string>>) =>
    emulatorApi(new URL(aws.endpoint)).query('monitoring', { Version: '2010-08-01', ...parameters }, here.where);
  const alarm = {
    Action: 'PutMetricAlarm',
    AlarmName: 'trails',
    MetricName: 'Changes',
    Namespace: 'Trailmend',
    Statistic: 'Sum',
    Period: '300',
    EvaluationPeriods: '1',
    Threshold: '1',
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    'AlarmActions.member.1': 'arn:aws:sns:us-east-1:111122223333:alarms',
    'Dimensions.member.1.Name': 'A & B',
    'Dimensions.member.1.Value': 'x',
  };

  test('returns every member of an alarm', async () => {
    const here = scene();
    await put(here, alarm);
    const xml = await put(here, { Action: 'DescribeAlarms', MaxRecords: '10', 'AlarmNames.member.1': 'trails' });
    for (const member of [
      '<AlarmActions><member>arn:aws:sns:us-east-1:111122223333:alarms</member></AlarmActions>',
      '<Dimensions><member><Name>A &amp; B</Name><Value>x</Value></member></Dimensions>',
      '<ActionsEnabled>true</ActionsEnabled>',
      '<OKActions></OKActions>',
      '<Statistic>Sum</Statistic>',
      '<Period>300</Period>',
    ]) {
      expect(xml).toContain(member);
    }
    expect(xml).toMatch(/<StateUpdatedTimestamp>\d{4}-\d\d-\d\dT/);
    expect(xml).not.toContain('null');
  });

  test('returns pages', async () => {
    const here = scene();
    for (const AlarmName of ['one', 'two']) await put(here, { ...alarm, AlarmName });
    const first = await put(here, { Action: 'DescribeAlarms', MaxRecords: '1' });
    expect([first.includes('<AlarmName>one<'), first.includes('<AlarmName>two<')]).toEqual([true, false]);
    const NextToken = /<NextToken>([^<]+)</.exec(first)?.[1] ?? '';
    expect(await put(here, { Action: 'DescribeAlarms', NextToken })).toContain('<AlarmName>two<');
  });
});
