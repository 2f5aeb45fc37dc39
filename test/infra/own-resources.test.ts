import { beforeAll, describe, expect, test } from '@jest/globals';
import { targetInput } from '../../local/events/target-input.ts';
import { deployed } from './deployed.ts';
import { matches } from './event-pattern.ts';
import { LONGEST_PLACE, withLongestNames } from './longest-names.ts';
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
    userIdentity: {
      type: 'AssumedRole',
      principalId: 'AROA123456789EXAMPLE:mallory',
      arn: `arn:aws:sts::${A}:assumed-role/ops/mallory`,
      accountId: A,
      sessionContext: { sessionIssuer: { type: 'Role', arn: `arn:aws:iam::${A}:role/ops`, userName: 'ops' } },
    },
    eventTime: '2026-11-20T09:59:58Z',
    eventSource: `${service}.amazonaws.com`,
    eventName,
    awsRegion: HERE,
    sourceIPAddress: '203.0.113.7',
    userAgent: 'aws-cli" ,"x":"<call>',
    requestParameters,
    eventID: '0e1f2a3b-4c5d-6e7f-8091-a2b3c4d5e6f7',
    readOnly: false,
    managementEvent: true,
    ...record,
  },
});

/** The names of the hub's resources, as `deployed` resolves the references to them. */
const FUNCTION = 'ref:RemediatorFunction';
const TOPIC = `arn:aws:sns:${HERE}:${A}:Trailmend-Topic-1A2B`;
const QUEUE = `https://sqs.us-east-1.amazonaws.com/${A}/UndeliveredQueue.QueueName`;
const TABLE_ARN = `arn:aws:dynamodb:${HERE}:${A}:table/ref:Ledger`;
const RULE = 'trailmend-trail-changes';

const REPORTED: Readonly<Record<string, readonly [rule: string, event: ReturnType<typeof call>]>> = {
  'the rule disabled': ['runs', call('events', 'DisableRule', { name: RULE })],
  'the rule deleted': ['runs', call('events', 'DeleteRule', { name: RULE })],
  'the pattern changed': ['runs', call('events', 'PutRule', { name: RULE, eventPattern: '{}' })],
  'a target with a constant input': ['runs', call('events', 'PutTargets', { rule: RULE, targets: [{ input: '{}' }] })],
  'the target removed': ['runs', call('events', 'RemoveTargets', { rule: RULE, ids: ['Target0'] })],
  'a watching rule disabled': ['runs', call('events', 'DisableRule', { name: 'trailmend-watch-runs' })],
  'the deployment rule disabled': ['runs', call('events', 'DisableRule', { name: 'ref:Deployed' })],
  'permission on the default bus': ['runs', call('events', 'PutPermission', { statementId: 's', principal: '*' })],
  'permission taken from it': ['runs', call('events', 'RemovePermission', { eventBusName: 'default' })],
  'the bus under another key': ['runs', call('events', 'UpdateEventBus', { name: 'default', kmsKeyIdentifier: 'k' })],
  'another input of the schedule': ['runs', call('scheduler', 'UpdateSchedule', { name: 's', groupName: 'trailmend' })],
  'the schedule deleted': ['runs', call('scheduler', 'DeleteSchedule', { name: 's', groupName: 'trailmend' })],
  'its group deleted': ['runs', call('scheduler', 'DeleteScheduleGroup', { name: 'trailmend' })],
  'another environment': ['runs', call('lambda', 'UpdateFunctionConfiguration20150331v2', { functionName: FUNCTION })],
  'other code, by ARN': [
    'runs',
    call('lambda', 'UpdateFunctionCode20150331v2', {
      functionName: `arn:aws:lambda:${HERE}:${A}:function:${FUNCTION}`,
    }),
  ],
  'no concurrency': ['runs', call('lambda', 'PutFunctionConcurrency20171031', { functionName: FUNCTION })],
  'no permission for events': ['runs', call('lambda', 'RemovePermission20150331v2', { functionName: FUNCTION })],
  'no failure queue': ['runs', call('lambda', 'PutFunctionEventInvokeConfig', { functionName: FUNCTION })],
  'the function deleted': ['runs', call('lambda', 'DeleteFunction20150331', { functionName: FUNCTION })],
  'the log group deleted': ['records', call('logs', 'DeleteLogGroup', { logGroupName: 'ref:RemediatorLog' })],
  'its content masked': [
    'records',
    call('logs', 'PutDataProtectionPolicy', { logGroupIdentifier: 'ref:RemediatorLog' }),
  ],
  'the ledger open to others': ['records', call('dynamodb', 'DeleteResourcePolicy', { resourceArn: TABLE_ARN })],
  'the ledger deleted': ['records', call('dynamodb', 'DeleteTable', { tableName: 'ref:Ledger' })],
  'items that expire': ['records', call('dynamodb', 'UpdateTimeToLive', { tableName: TABLE_ARN })],
  'the topic deleted': ['messages', call('sns', 'DeleteTopic', { topicArn: TOPIC })],
  'another topic policy': ['messages', call('sns', 'SetTopicAttributes', { topicArn: TOPIC, attributeName: 'Policy' })],
  'a new reader': ['messages', call('sns', 'Subscribe', { topicArn: TOPIC, protocol: 'email' })],
  'a reader less': ['messages', call('sns', 'Unsubscribe', { subscriptionArn: `${TOPIC}:5e8a-1` })],
  'a filter policy': ['messages', call('sns', 'SetSubscriptionAttributes', { subscriptionArn: `${TOPIC}:5e8a-1` })],
  'the topic for chat deleted': [
    'messages',
    call('sns', 'DeleteTopic', { topicArn: `arn:aws:sns:${HERE}:${A}:trailmend-chat` }),
  ],
  'a reader of the topic for chat less': [
    'messages',
    call('sns', 'Unsubscribe', { subscriptionArn: `arn:aws:sns:${HERE}:${A}:trailmend-chat:5e8a-1` }),
  ],
  'messages masked': ['messages', call('sns', 'PutDataProtectionPolicy', { resourceArn: TOPIC })],
  'an alarm deleted': [
    'messages',
    call('monitoring', 'DeleteAlarms', { alarmNames: ['theirs', 'Trailmend-ErrorsAlarm-1'] }),
  ],
  'an alarm without actions': [
    'messages',
    call('monitoring', 'DisableAlarmActions', { alarmNames: ['Trailmend-Err-1'] }),
  ],
  'an alarm with another threshold': [
    'messages',
    call('monitoring', 'PutMetricAlarm', { alarmName: 'Trailmend-Err-1' }),
  ],
  'an alarm muted': [
    'messages',
    call('monitoring', 'PutAlarmMuteRule', { name: 'm', muteTargets: { alarmNames: ['Trailmend-Err-1'] } }),
  ],
  'the failures purged': ['records', call('sqs', 'PurgeQueue', { queueUrl: QUEUE })],
  'the failures moved': [
    'records',
    call('sqs', 'StartMessageMoveTask', { sourceArn: `arn:aws:sqs:${HERE}:${A}:UndeliveredQueue.QueueName` }),
  ],
  "the function's role changed": ['roles', call('iam', 'PutRolePolicy', { roleName: 'trailmend-function' })],
  'a delivery role changed': ['roles', call('iam', 'PutRolePolicy', { roleName: DELIVERY_ROLE })],
  'a delivery role changed by a session': [
    'roles',
    call('iam', 'DeleteRolePolicy', { roleName: DELIVERY_ROLE }, sessionOf(`arn:aws:iam::${A}:role/ops`)),
  ],
  "the schedule's role changed": ['roles', call('iam', 'DeleteRolePolicy', { roleName: 'ref:SweepsRole' })],
  'the delivery role of the stack changed': [
    'roles',
    call('iam', 'DeleteRolePolicy', { roleName: 'ref:StackDeliveryRole' }),
  ],
  'another version of the boundary': [
    'roles',
    call('iam', 'CreatePolicyVersion', { policyArn: `arn:aws:iam::${A}:policy/trailmend/Boundary-1` }),
  ],
  'the stack deleted': ['runs', call('cloudformation', 'DeleteStack', { stackName: 'Trailmend' })],
};

/** What changes a forwarder; the event occurs in its Region. */
const FORWARDED: Readonly<Record<string, readonly [rule: string, event: ReturnType<typeof call>]>> = {
  'its rule disabled': ['runs', call('events', 'DisableRule', { name: RULE })],
  'its own watch disabled': ['runs', call('events', 'DisableRule', { name: 'trailmend-watch-forwarder' })],
  'its role changed': ['roles', call('iam', 'DeleteRolePolicy', { roleName: 'TrailmendForwarder-eu-west-1-Role-1' })],
  "the function's role changed": ['roles', call('iam', 'PutRolePolicy', { roleName: 'trailmend-function' })],
  'its queue purged': ['records', call('sqs', 'PurgeQueue', { queueUrl: 'https://x/trailmend-not-forwarded' })],
  'its alarm deleted': [
    'messages',
    call('monitoring', 'DeleteAlarms', { alarmNames: ['TrailmendForwarder-eu-west-1-A'] }),
  ],
  'its alarm in a stack set deleted': [
    'messages',
    call('monitoring', 'DeleteAlarms', { alarmNames: ['StackSet-TrailmendForwarder-1a2b3c-Cis-1'] }),
  ],
  'its topic deleted': [
    'messages',
    call('sns', 'DeleteTopic', { topicArn: `arn:aws:sns:${THERE}:${A}:TrailmendForwarder-eu-west-1-Topic-1` }),
  ],
};

const NOT_REPORTED: Readonly<Record<string, ReturnType<typeof call>>> = {
  "another owner's rule": call('events', 'DisableRule', { name: 'theirs' }),
  'permission on another bus': call('events', 'PutPermission', { eventBusName: 'theirs' }),
  'a parameter of another service': call('scheduler', 'UpdateSchedule', { name: RULE, functionName: FUNCTION }),
  "another owner's schedule": call('scheduler', 'UpdateSchedule', { name: 's', groupName: 'theirs' }),
  "another owner's function": call('lambda', 'DeleteFunction20150331', { functionName: 'theirs' }),
  "another owner's topic": call('sns', 'DeleteTopic', { topicArn: `arn:aws:sns:${HERE}:${A}:theirs` }),
  "another owner's topic whose name begins with that of the topic for chat": call('sns', 'DeleteTopic', {
    topicArn: `arn:aws:sns:${HERE}:${A}:trailmend-chatter`,
  }),
  'a reader less of such a topic': call('sns', 'Unsubscribe', {
    subscriptionArn: `arn:aws:sns:${HERE}:${A}:trailmend-chatter:5e8a-1`,
  }),
  "another owner's role": call('iam', 'PutRolePolicy', { roleName: 'theirs' }),
  "the function's repair of a delivery role": call(
    'iam',
    'PutRolePolicy',
    { roleName: DELIVERY_ROLE },
    sessionOf(`arn:aws:iam::${A}:role/trailmend-function/trailmend-function`),
  ),
  'a confirmed subscription': call('sns', 'ConfirmSubscription', { topicArn: TOPIC }),
  "a log stream of the function's own": call('logs', 'CreateLogStream', { logGroupName: 'ref:RemediatorLog' }),
  'a message to the topic': call('sns', 'Publish', { topicArn: TOPIC }, { managementEvent: false }),
  'a run of the function': call('lambda', 'Invoke', { functionName: FUNCTION }, { managementEvent: false }),
  "the function's write to the ledger": call(
    'dynamodb',
    'UpdateItem',
    { tableName: 'ref:Ledger' },
    { managementEvent: false },
  ),
  'a denied call': call('events', 'DisableRule', { name: RULE }, { errorCode: 'AccessDenied' }),
  'a call without parameters': call('sns', 'DeleteTopic', null),
  'an invented event': { ...call('events', 'DisableRule', { name: RULE }), source: 'their.app' },
  'an event of another account': { ...call('events', 'DisableRule', { name: RULE }), account: '999988887777' },
};

type Rules = Readonly<Record<string, Resource>>;
const STACK = { 'AWS::Region': HERE, 'AWS::StackName': 'Trailmend', 'AWS::StackId': 'stack', DeliveryRole: 'stack' };
const watchRules = (template: AnyTemplate, values: Readonly<Record<string, string>> = STACK): Rules =>
  Object.fromEntries(
    Object.values(deployed(template, values))
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

test.each(['Trailmend-SweepsRole-1A2B', 'StackSet-Trailmend-1a2b3c-SweepsRole-1A2B'])(
  'a forwarder forwards what changes the role %s of the hub',
  (roleName) => {
    const event = { ...call('iam', 'DeleteRolePolicy', { roleName }), region: THERE };
    expect(matching(forwarder, event)).toEqual(['forwarder']);
  },
);

test('the messages reach the topic without the function, and the queue if the topic refuses them', () => {
  expect(Object.keys(hub)).toHaveLength(4);
  for (const { Properties } of Object.values(hub)) {
    expect(Properties['State']).toBe('ENABLED');
    expect(Properties['Targets']).toMatchObject([
      { Arn: 'ref:Topic', DeadLetterConfig: { Arn: 'UndeliveredQueue.Arn' } },
    ]);
  }
});

test('the patterns stay below the default quota of 2,048 characters, with the longest names', async () => {
  const { stacks } = (await synthesized()).forwarded;
  const StackName = 'S'.repeat(128);
  const StackId = `arn:aws-us-gov:cloudformation:us-gov-west-1:${A}:stack/${StackName}/${'1'.repeat(36)}`;
  const own = { DeliveryRole: 'stack', ...LONGEST_PLACE };
  const longest = Object.values(stacks).flatMap(({ template }) =>
    Object.values(watchRules(template, { ...own, 'AWS::StackName': StackName, 'AWS::StackId': StackId })),
  );
  expect(longest).toHaveLength(6);
  for (const { Properties } of longest) {
    expect(withLongestNames(Properties['EventPattern']).length).toBeLessThan(2048);
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
      'ACTION NEEDED':
        'UpdateFunctionConfiguration20150331v2 changed what starts or runs trailmend: an event rule, the default event bus, the schedule, the function, or the stack.',
      risk: 'If you did not expect this call, treat it as an attack: trailmend may not hear of changes of trails, may run other code, or may not run at all.',
      call: 'UpdateFunctionConfiguration20150331v2 (lambda.amazonaws.com) in us-east-1',
      caller: 'AssumedRole ops (AROA123456789EXAMPLE:mallory) from 203.0.113.7',
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
