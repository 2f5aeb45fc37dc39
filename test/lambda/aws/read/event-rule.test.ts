import {
  DescribeRuleCommand,
  EventBridgeClient,
  ListTargetsByRuleCommand,
  type Target,
} from '@aws-sdk/client-eventbridge';
import { beforeEach, expect, test } from '@jest/globals';
import { clientsFor } from '../../../../lambda/aws/clients.ts';
import { readEventRuleStatus } from '../../../../lambda/aws/read/event-rule.ts';
import { forwardedChangePattern, trailChangePattern } from '../../../../lambda/events/event-pattern.ts';
import { mocked } from '../mocked.ts';

const FUNCTION = 'arn:aws-us-gov:lambda:us-gov-west-1:111122223333:function:trailmend';
const logGroupPrefix = '/trailmend/';
const BUS = 'arn:aws-us-gov:events:us-gov-west-1:111122223333:event-bus/default';
const ROLE = 'arn:aws-us-gov:iam::111122223333:role/TrailmendForwarder-us-gov-east-1-ForwarderRole-1';
const OTHER_ROLE = 'arn:aws-us-gov:iam::111122223333:role/other';
const events = mocked(EventBridgeClient);
const statusIn = (region = 'us-gov-west-1', functionArn = FUNCTION) =>
  readEventRuleStatus(clientsFor('us-gov-west-1'), region, { region: 'us-gov-west-1', functionArn, logGroupPrefix });
const pattern = (account = '111122223333') => JSON.stringify(trailChangePattern({ account, logGroupPrefix }));
const forwarded = (region = 'us-gov-east-1') =>
  JSON.stringify(forwardedChangePattern({ account: '111122223333', logGroupPrefix }, region));
const refused = (name: string) => Object.assign(new Error('no'), { name });
const targets = (...arns: string[]) => ({ Targets: arns.map((Arn, index) => ({ Id: String(index), Arn })) });

beforeEach(() => {
  events.reset();
  events.on(DescribeRuleCommand).resolves({ State: 'ENABLED', EventPattern: pattern() });
  events.on(ListTargetsByRuleCommand).resolves(targets(BUS, FUNCTION));
});

test('is active when its target is the function, or outside the hub the event bus of the hub', async () => {
  events.on(ListTargetsByRuleCommand).resolves(targets(FUNCTION));
  expect(await statusIn()).toEqual({ read: true, value: 'active' });
  expect(await statusIn('us-gov-west-1', `${FUNCTION}:7`)).toEqual({ read: true, value: 'active' });
  events.on(DescribeRuleCommand).resolves({ State: 'ENABLED', EventPattern: forwarded() });
  expect(await statusIn('us-gov-east-1')).toEqual({ read: true, value: 'without-target' });
  events.on(ListTargetsByRuleCommand).resolves({ Targets: [{ Id: '1', Arn: BUS, RoleArn: ROLE }] });
  expect(await statusIn('us-gov-east-1')).toEqual({ read: true, value: 'active' });
  events.on(DescribeRuleCommand).resolves({ State: 'ENABLED', EventPattern: pattern() });
  expect(await statusIn()).toEqual({ read: true, value: 'without-target' });
  expect(events.commandCalls(DescribeRuleCommand)[0]?.args[0].input).toEqual({ Name: 'trailmend-trail-changes' });
  expect(events.commandCalls(ListTargetsByRuleCommand)[0]?.args[0].input).toEqual({ Rule: 'trailmend-trail-changes' });
  expect(await events.call(4).thisValue.config.region()).toBe('us-gov-east-1');
});

test.each<Partial<Target>>([
  { Input: '{"id":"x"}' },
  { InputPath: '$.id' },
  { InputTransformer: { InputTemplate: '<id>' } },
])('has an altered input when its target has %j', async (altered) => {
  events.on(ListTargetsByRuleCommand).resolves({ Targets: [{ Id: '1', Arn: FUNCTION, ...altered }] });
  expect(await statusIn()).toEqual({ read: true, value: 'altered-input' });
});

test('has another role when the target in the hub has one, or that of a forwarder is not of its stack', async () => {
  events.on(ListTargetsByRuleCommand).resolves({ Targets: [{ Id: '1', Arn: FUNCTION, RoleArn: ROLE }] });
  expect(await statusIn()).toEqual({ read: true, value: 'other-role' });
  events.on(DescribeRuleCommand).resolves({ State: 'ENABLED', EventPattern: forwarded() });
  events.on(ListTargetsByRuleCommand).resolves({ Targets: [{ Id: '1', Arn: BUS, RoleArn: OTHER_ROLE }] });
  expect(await statusIn('us-gov-east-1')).toEqual({ read: true, value: 'other-role' });
});

test('is missing or disabled when AWS says so', async () => {
  events.on(DescribeRuleCommand).resolves({ State: 'DISABLED' });
  expect(await statusIn()).toEqual({ read: true, value: 'disabled' });
  events.on(DescribeRuleCommand).rejects(refused('ResourceNotFoundException'));
  expect(await statusIn()).toEqual({ read: true, value: 'missing' });
});

test.each([
  ['another account', pattern('444455556666')],
  ['one call less', pattern().replace('"StopLogging",', '')],
  ['only one Region', forwarded('us-gov-west-1')],
  ['other log groups', pattern().replaceAll('/trailmend/', '/other/')],
  ['nothing', undefined],
  ['nothing, being no JSON', '{'],
])('is changed when its pattern matches %s', async (_, EventPattern) => {
  events.on(DescribeRuleCommand).resolves({ State: 'ENABLED', ...(EventPattern && { EventPattern }) });
  expect(await statusIn()).toEqual({ read: true, value: 'changed' });
});

test('is not changed when AWS returns its pattern in another layout', async () => {
  const { $or, ...rest } = trailChangePattern({ account: '111122223333', logGroupPrefix });
  events
    .on(DescribeRuleCommand)
    .resolves({ State: 'ENABLED', EventPattern: JSON.stringify({ $or, ...rest }, undefined, 2) });
  expect(await statusIn()).toEqual({ read: true, value: 'active' });
});

test('is changed when a forwarder matches all Regions', async () => {
  expect(await statusIn('us-gov-east-1')).toEqual({ read: true, value: 'changed' });
});

test('is unread when AWS does not say', async () => {
  events.on(DescribeRuleCommand).resolvesOnce({}).rejects(refused('AccessDeniedException'));
  expect(await statusIn()).toEqual({ read: false, why: 'AWS did not return it' });
  expect(await statusIn()).toEqual({ read: false, why: 'DescribeRule returned AccessDeniedException: no' });
  events.on(DescribeRuleCommand).resolves({ State: 'ENABLED', EventPattern: pattern() });
  events.on(ListTargetsByRuleCommand).rejects(refused('ThrottlingException'));
  expect(await statusIn()).toMatchObject({ read: false });
});
