import { beforeAll, describe, expect, test } from '@jest/globals';
import { targetInput } from '../../local/events/target-input.ts';
import { deployed } from './deployed.ts';
import { matches } from './event-pattern.ts';
import { type AnyTemplate, type Resource, synthesized } from './synthesis.ts';

const A = '111122223333';
const HERE = 'us-east-1';
const THERE = 'eu-west-1';

/** The event of a call, as EventBridge puts it on the bus of the Region. */
const DELIVERY_ROLE = 'trailmend-audit-us-east-1-1234abcd-1';
const sessionOf = (arn: string) => ({
  userIdentity: { type: 'AssumedRole', sessionContext: { sessionIssuer: { type: 'Role', arn } } },
});
const call = (service: string, eventName: string, requestParameters: object | null, record: object = {}) => ({
  version: '0' as const,
  id: '7bf73129-1428-4cd3-a780-95db273d1602',
  'detail-type': 'AWS API Call via CloudTrail',
  source: `aws.${service}`,
  account: A,
  time: '2026-11-20T10:00:00Z',
  region: HERE,
  resources: [],
  detail: {
    eventVersion: '1.10',
    userIdentity: { type: 'AssumedRole', arn: `arn:aws:sts::${A}:assumed-role/ops/mallory`, accountId: A },
    eventTime: '2026-11-20T09:59:58Z',
    eventSource: `${service}.amazonaws.com`,
    eventName,
    awsRegion: HERE,
    sourceIPAddress: '203.0.113.7',
    userAgent: 'aws-cli" ,"x":"<call>',
    requestParameters,
    eventID: '0e1f2a3b-4c5d-6e7f-8091-a2b3c4d5e6f7',
    readOnly: false,
    ...record,
  },
});

/** The names of the hub's resources, as `deployed` resolves the references to them. */
const FUNCTION = 'ref:RemediatorFunction';
const TOPIC = 'ref:Topic';
const QUEUE = `https://sqs.us-east-1.amazonaws.com/${A}/UndeliveredQueue.QueueName`;
const RULE = 'trailmend-trail-changes';

const REPORTED: Readonly<Record<string, readonly [rule: string, event: ReturnType<typeof call>]>> = {
  'the rule disabled': ['rules', call('events', 'DisableRule', { name: RULE })],
  'the rule deleted': ['rules', call('events', 'DeleteRule', { name: RULE })],
  'the pattern changed': ['rules', call('events', 'PutRule', { name: RULE, eventPattern: '{}' })],
  'a target with a constant input': ['rules', call('events', 'PutTargets', { rule: RULE, targets: [{ input: '{}' }] })],
  'the target removed': ['rules', call('events', 'RemoveTargets', { rule: RULE, ids: ['Target0'] })],
  'a watching rule disabled': ['rules', call('events', 'DisableRule', { name: 'trailmend-watch-rules' })],
  'the deployment rule disabled': ['rules', call('events', 'DisableRule', { name: 'ref:Deployed' })],
  'permission on the default bus': ['rules', call('events', 'PutPermission', { statementId: 's', principal: '*' })],
  'permission taken from it': ['rules', call('events', 'RemovePermission', { eventBusName: 'default' })],
  'the bus under another key': ['rules', call('events', 'UpdateEventBus', { name: 'default', kmsKeyIdentifier: 'k' })],
  'another input of the schedule': [
    'schedule',
    call('scheduler', 'UpdateSchedule', { name: 's', groupName: 'trailmend' }),
  ],
  'the schedule deleted': ['schedule', call('scheduler', 'DeleteSchedule', { name: 's', groupName: 'trailmend' })],
  'its group deleted': ['schedule', call('scheduler', 'DeleteScheduleGroup', { name: 'trailmend' })],
  'another environment': [
    'function',
    call('lambda', 'UpdateFunctionConfiguration20150331v2', { functionName: FUNCTION }),
  ],
  'other code, by ARN': [
    'function',
    call('lambda', 'UpdateFunctionCode20150331v2', {
      functionName: `arn:aws:lambda:${HERE}:${A}:function:${FUNCTION}`,
    }),
  ],
  'no concurrency': ['function', call('lambda', 'PutFunctionConcurrency20171031', { functionName: FUNCTION })],
  'no permission for events': ['function', call('lambda', 'RemovePermission20150331v2', { functionName: FUNCTION })],
  'no failure queue': ['function', call('lambda', 'PutFunctionEventInvokeConfig', { functionName: FUNCTION })],
  'the function deleted': ['function', call('lambda', 'DeleteFunction20150331', { functionName: FUNCTION })],
  'the log group deleted': ['log', call('logs', 'DeleteLogGroup', { logGroupName: 'ref:RemediatorLog' })],
  'its content masked': ['log', call('logs', 'PutDataProtectionPolicy', { logGroupIdentifier: 'ref:RemediatorLog' })],
  'the ledger open to others': ['ledger', call('dynamodb', 'DeleteResourcePolicy', { resourceArn: 'Ledger.Arn' })],
  'the ledger deleted': ['ledger', call('dynamodb', 'DeleteTable', { tableName: 'ref:Ledger' })],
  'items that expire': ['ledger', call('dynamodb', 'UpdateTimeToLive', { tableName: 'Ledger.Arn' })],
  'the topic deleted': ['topic', call('sns', 'DeleteTopic', { topicArn: TOPIC })],
  'another topic policy': ['topic', call('sns', 'SetTopicAttributes', { topicArn: TOPIC, attributeName: 'Policy' })],
  'a new reader': ['topic', call('sns', 'Subscribe', { topicArn: TOPIC, protocol: 'email' })],
  'a reader less': ['topic', call('sns', 'Unsubscribe', { subscriptionArn: `${TOPIC}:5e8a-1` })],
  'a filter policy': ['topic', call('sns', 'SetSubscriptionAttributes', { subscriptionArn: `${TOPIC}:5e8a-1` })],
  'messages masked': ['topic', call('sns', 'PutDataProtectionPolicy', { resourceArn: TOPIC })],
  'an alarm deleted': [
    'alarms',
    call('monitoring', 'DeleteAlarms', { alarmNames: ['theirs', 'Trailmend-ErrorsAlarm-1'] }),
  ],
  'an alarm without actions': [
    'alarms',
    call('monitoring', 'DisableAlarmActions', { alarmNames: ['Trailmend-Err-1'] }),
  ],
  'an alarm with another threshold': ['alarms', call('monitoring', 'PutMetricAlarm', { alarmName: 'Trailmend-Err-1' })],
  'an alarm muted': [
    'alarms',
    call('monitoring', 'PutAlarmMuteRule', { name: 'm', muteTargets: { alarmNames: ['Trailmend-Err-1'] } }),
  ],
  'the failures purged': ['queues', call('sqs', 'PurgeQueue', { queueUrl: QUEUE })],
  'the failures moved': ['queues', call('sqs', 'StartMessageMoveTask', { sourceArn: 'UndeliveredQueue.Arn' })],
  "the function's role changed": ['roles', call('iam', 'PutRolePolicy', { roleName: 'trailmend-function' })],
  'a delivery role changed': ['roles', call('iam', 'PutRolePolicy', { roleName: DELIVERY_ROLE })],
  'a delivery role changed by a session': [
    'roles',
    call('iam', 'DeleteRolePolicy', { roleName: DELIVERY_ROLE }, sessionOf(`arn:aws:iam::${A}:role/ops`)),
  ],
  "the schedule's role changed": ['roles', call('iam', 'DeleteRolePolicy', { roleName: 'ref:SweepsRole' })],
  'the delivery role of the stack changed': [
    'roles',
    call('iam', 'DeleteRolePolicy', { roleName: 'Trailmend-StackDeliveryRole-1A2B3C' }),
  ],
  'another version of the boundary': [
    'roles',
    call('iam', 'CreatePolicyVersion', { policyArn: `arn:aws:iam::${A}:policy/trailmend/Boundary-1` }),
  ],
  'the stack deleted': ['stack', call('cloudformation', 'DeleteStack', { stackName: 'Trailmend' })],
};

/** What changes a forwarder; the event occurs in its Region. */
const FORWARDED: Readonly<Record<string, readonly [rule: string, event: ReturnType<typeof call>]>> = {
  'its rule disabled': ['rules', call('events', 'DisableRule', { name: RULE })],
  'its own watch disabled': ['rules', call('events', 'DisableRule', { name: 'trailmend-watch-forwarder' })],
  'its role changed': ['roles', call('iam', 'DeleteRolePolicy', { roleName: 'TrailmendForwarder-eu-west-1-Role-1' })],
  "the function's role changed": ['roles', call('iam', 'PutRolePolicy', { roleName: 'trailmend-function' })],
  'its queue purged': ['queues', call('sqs', 'PurgeQueue', { queueUrl: 'https://x/trailmend-not-forwarded' })],
  'its alarm deleted': [
    'alarms',
    call('monitoring', 'DeleteAlarms', { alarmNames: ['TrailmendForwarder-eu-west-1-A'] }),
  ],
  'its topic deleted': [
    'topic',
    call('sns', 'DeleteTopic', { topicArn: `arn:aws:sns:${THERE}:${A}:TrailmendForwarder-eu-west-1-Topic-1` }),
  ],
};

const NOT_REPORTED: Readonly<Record<string, ReturnType<typeof call>>> = {
  "another owner's rule": call('events', 'DisableRule', { name: 'theirs' }),
  'permission on another bus': call('events', 'PutPermission', { eventBusName: 'theirs' }),
  "another owner's schedule": call('scheduler', 'UpdateSchedule', { name: 's', groupName: 'theirs' }),
  "another owner's function": call('lambda', 'DeleteFunction20150331', { functionName: 'theirs' }),
  "another owner's topic": call('sns', 'DeleteTopic', { topicArn: `arn:aws:sns:${HERE}:${A}:theirs` }),
  "another owner's role": call('iam', 'PutRolePolicy', { roleName: 'theirs' }),
  "the function's repair of a delivery role": call(
    'iam',
    'PutRolePolicy',
    { roleName: DELIVERY_ROLE },
    sessionOf(`arn:aws:iam::${A}:role/trailmend-function/trailmend-function`),
  ),
  'a confirmed subscription': call('sns', 'ConfirmSubscription', { topicArn: TOPIC }),
  "a log stream of the function's own": call('logs', 'CreateLogStream', { logGroupName: 'ref:RemediatorLog' }),
  'a denied call': call('events', 'DisableRule', { name: RULE }, { errorCode: 'AccessDenied' }),
  'a call without parameters': call('sns', 'DeleteTopic', null),
  'an invented event': { ...call('events', 'DisableRule', { name: RULE }), source: 'their.app' },
  'an event of another account': { ...call('events', 'DisableRule', { name: RULE }), account: '999988887777' },
};

type Rules = Readonly<Record<string, Resource>>;
const watchRules = (template: AnyTemplate): Rules =>
  Object.fromEntries(
    Object.values(deployed(template, { 'AWS::Region': HERE, 'AWS::StackName': 'Trailmend', 'AWS::StackId': 'stack' }))
      .filter(({ Type, Properties }) => Type === 'AWS::Events::Rule' && /^trailmend-watch-/.test(Properties['Name']))
      .map((rule) => [String(rule.Properties['Name']).replace('trailmend-watch-', ''), rule]),
  );
const matching = (rules: Rules, event: object): readonly string[] =>
  Object.keys(rules).filter((name) => matches(rules[name]?.Properties['EventPattern'], event));

let hub: Rules;
let forwarder: Rules;
beforeAll(async () => {
  const { stacks } = (await synthesized()).forwarded;
  hub = watchRules(stacks['Trailmend']?.template ?? { Resources: {} });
  forwarder = watchRules(stacks[`TrailmendForwarder-${THERE}`]?.template ?? { Resources: {} });
});

test.each(Object.entries(REPORTED))('%s is reported once', (_, [rule, event]) => {
  expect(matching(hub, event)).toEqual([rule]);
});

test.each(Object.entries(NOT_REPORTED))('%s is not reported', (_, event) => {
  expect(matching(hub, event)).toEqual([]);
  expect(matching(forwarder, { ...event, region: THERE })).toEqual([]);
});

test.each(Object.entries(FORWARDED))('a forwarder, %s: reported once by the hub', (_, [rule, event]) => {
  const there = { ...event, region: THERE };
  expect(matching(forwarder, there)).toEqual(['forwarder']);
  expect(matching(hub, there)).toEqual([rule]);
  expect(matching(forwarder, event)).toEqual([]);
});

test('the messages reach the topic without the function, and the queue if the topic refuses them', () => {
  expect(Object.keys(hub)).toHaveLength(10);
  for (const { Properties } of Object.values(hub)) {
    expect(Properties['State']).toBe('ENABLED');
    expect(Properties['Targets']).toMatchObject([{ Arn: TOPIC, DeadLetterConfig: { Arn: 'UndeliveredQueue.Arn' } }]);
  }
});

test('the patterns stay below the default quota of 2,048 characters, with long names', () => {
  for (const { Properties } of [...Object.values(hub), ...Object.values(forwarder)]) {
    const pattern = JSON.stringify(Properties['EventPattern']);
    const references = /ref:\w+|\w+\.(Arn|QueueName)/g;
    expect(pattern.replace(references, 'x'.repeat(160)).replaceAll('Trailmend-', 'x'.repeat(100)).length).toBeLessThan(
      2048,
    );
  }
});

describe('the message', () => {
  const messageOf = (rule: string, event: ReturnType<typeof call>) => {
    const { Name, Targets } = hub[rule]?.Properties ?? {};
    return targetInput(Targets[0], event, { Name, Arn: `arn:aws:events:${HERE}:${A}:rule/${Name}`, State: 'ENABLED' });
  };

  test('says what happened, who did it, when, and what to do', () => {
    const [rule, event] = REPORTED['another environment'] ?? [];
    if (!rule || !event) throw new Error('the table has no such event');
    expect(JSON.parse(messageOf(rule, event))).toEqual({
      'ACTION NEEDED': 'UpdateFunctionConfiguration20150331v2 changed the function of trailmend.',
      risk: 'If you did not expect this call, treat it as an attack: trailmend may run other code, use other settings, or not run at all.',
      call: 'UpdateFunctionConfiguration20150331v2 (lambda.amazonaws.com) in us-east-1',
      caller: `AssumedRole arn:aws:sts::${A}:assumed-role/ops/mallory from 203.0.113.7`,
      time: '2026-11-20T09:59:58Z',
      'what to do': expect.stringContaining('deploy trailmend again'),
      note: expect.stringContaining('did not pass the function'),
      'CloudTrail event': '0e1f2a3b-4c5d-6e7f-8091-a2b3c4d5e6f7',
    });
  });

  test.each(Object.entries(REPORTED))('%s: is JSON', (_, [rule, event]) => {
    expect(Object.keys(JSON.parse(messageOf(rule, event)))[0]).toBe('ACTION NEEDED');
  });

  test('contains no field that a caller can fill with any text', () => {
    for (const { Properties } of Object.values(hub)) {
      // IAM allows letters, digits and some signs in the name of a role, and the call succeeded.
      const { name, ...paths } = Properties['Targets'][0].InputTransformer.InputPathsMap;
      expect([undefined, '$.detail.requestParameters.roleName']).toContain(name);
      expect(
        Object.values<string>(paths).filter((path) =>
          /requestParameters|responseElements|userAgent|Message/.test(path),
        ),
      ).toEqual([]);
    }
  });
});
