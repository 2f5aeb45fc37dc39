import { beforeAll, describe, expect, test } from '@jest/globals';
import { TRAIL_CHANGES_RULE } from '../../lambda/core/integration/names.ts';
import { parseRequest } from '../../lambda/events/parse-request.ts';
import { deployed } from './deployed.ts';
import { matches, type Pattern } from './event-pattern.ts';
import { type Resource, synthesized } from './synthesis.ts';

const A = '111122223333';
const TRAIL_ARN = `arn:aws:cloudtrail:eu-west-1:${A}:trail/audit`;
const SELF = {
  partition: 'aws',
  functionRoleArn: `arn:aws:iam::${A}:role/trailmend-function/trailmend-function`,
};

/**
 * An EventBridge event of a successful CloudTrail call. `record` replaces parts of the CloudTrail
 * record.
 */
const call = (eventName: string, record: Readonly<Record<string, unknown>> = {}, source = 'aws.cloudtrail') => ({
  version: '0',
  id: '7bf73129-1428-4cd3-a780-95db273d1602',
  'detail-type': 'AWS API Call via CloudTrail',
  source,
  account: A,
  time: '2026-11-20T10:00:00Z',
  region: 'eu-west-1',
  resources: [],
  detail: {
    eventVersion: '1.10',
    userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::${A}:user/ana`, accountId: A, userName: 'ana' },
    eventTime: '2026-11-20T09:59:58Z',
    eventSource: 'cloudtrail.amazonaws.com',
    eventName,
    awsRegion: 'eu-west-1',
    eventID: '0e1f2a3b-4c5d-6e7f-8091-a2b3c4d5e6f7',
    requestParameters: {
      name: TRAIL_ARN,
      trailName: TRAIL_ARN,
      resourceId: TRAIL_ARN,
      logGroupName: '/trailmend/audit',
    },
    responseElements: null,
    readOnly: false,
    eventType: 'AwsApiCall',
    recipientAccountId: A,
    ...record,
  },
});
const logsCall = (eventName: string, record: Readonly<Record<string, unknown>> = {}) =>
  call(eventName, { eventSource: 'logs.amazonaws.com', ...record }, 'aws.logs');

const MATCHING: Readonly<Record<string, unknown>> = {
  'a new trail': call('CreateTrail'),
  'a changed trail': call('UpdateTrail'),
  'a stopped trail': call('StopLogging'),
  'a started trail': call('StartLogging'),
  'other event selectors': call('PutEventSelectors'),
  'a deleted trail': call('DeleteTrail'),
  'a tag added': call('AddTags'),
  'a tag removed': call('RemoveTags'),
  'a deleted log group': logsCall('DeleteLogGroup'),
  'a log group under the prefix made': logsCall('CreateLogGroup'),
  'a log stream deleted': logsCall('DeleteLogStream'),
  'a policy that masks': logsCall('PutDataProtectionPolicy', {
    requestParameters: { logGroupIdentifier: `arn:aws:logs:eu-west-1:${A}:log-group:/trailmend/audit` },
  }),
  'a denied stop': call('StopLogging', { errorCode: 'AccessDenied', requestParameters: null }),
  'a denied deletion': call('DeleteTrail', { errorCode: 'AccessDeniedException' }),
  'a denied update': call('UpdateTrail', { errorCode: 'Client.UnauthorizedOperation' }),
};

/** A probe as EventBridge delivers it, in the hub also from a forwarder. */
const probe = (changes: object = {}) => ({
  ...call(''),
  source: 'trailmend',
  'detail-type': 'Trailmend Probe',
  detail: { id: '7bf73129-1428-4cd3-a780-95db273d1602' },
  ...changes,
});

const NOT_MATCHING: Readonly<Record<string, unknown>> = {
  'a call that failed for another reason': call('StopLogging', { errorCode: 'TrailNotFoundException' }),
  'a denied call that would not disable a trail': call('CreateTrail', { errorCode: 'AccessDenied' }),
  'a denied deletion of a log group': logsCall('DeleteLogGroup', { errorCode: 'AccessDenied' }),
  'a read': call('GetTrail', { readOnly: true }),
  'another call to CloudWatch Logs': logsCall('PutLogEvents'),
  'a log group that is not under the prefix': logsCall('CreateLogGroup', {
    requestParameters: { logGroupName: '/app/trailmend/audit' },
  }),
  'a call with that name to another service': call('UpdateTrail', { eventSource: 'example.amazonaws.com' }),
  'the same call from another event source': call('UpdateTrail', {}, 'custom.app'),
  'an outcome of trailmend': probe({ 'detail-type': 'Trail Outcome' }),
  'a call that a caller put with the source of a probe': { ...call('UpdateTrail'), source: 'trailmend' },
  'a probe from another source': probe({ source: 'custom.app' }),
  'a probe of another account': probe({ account: '444455556666' }),
  'a console sign-in': { ...call('ConsoleLogin'), 'detail-type': 'AWS Console Sign In via CloudTrail' },
};

let rule: Resource;
let pattern: Pattern;
beforeAll(async () => {
  const rules = Object.values(deployed((await synthesized()).alone.template)).filter(
    ({ Type, Properties }) => Type === 'AWS::Events::Rule' && Properties['Name'] === TRAIL_CHANGES_RULE,
  );
  expect(rules).toHaveLength(1);
  [rule] = rules as [Resource];
  pattern = rule.Properties['EventPattern'];
});

describe.each([...Object.entries(MATCHING), ['a probe of a sweep', probe()] as const])('%s', (_, event) => {
  test('starts the function', () => expect(matches(pattern, event)).toBe(true));
  test('is a request that the function handles', () => expect(parseRequest(event, SELF).kind).not.toBe('ignored'));
});

test.each(Object.entries(NOT_MATCHING))('%s does not start the function', (_, event) => {
  expect(matches(pattern, event)).toBe(false);
});

test('events that cannot be delivered within six hours go to the dead-letter queue', () => {
  const [target] = rule.Properties['Targets'];
  expect(rule.Properties['Targets']).toHaveLength(1);
  expect(target).toMatchObject({
    Arn: 'RemediatorFunction.Arn',
    DeadLetterConfig: { Arn: 'UndeliveredQueue.Arn' },
    RetryPolicy: { MaximumEventAgeInSeconds: 21600, MaximumRetryAttempts: 185 },
  });
});

test('the pattern stays below the default quota of 2,048 characters', () => {
  expect(JSON.stringify(pattern).length).toBeLessThan(2048);
});
