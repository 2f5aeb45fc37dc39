import { DescribeRuleCommand, EventBridgeClient, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { beforeEach, expect, test } from '@jest/globals';
import { clientsFor } from '../../../../lambda/aws/clients.ts';
import { listening } from '../../../../lambda/aws/read/event-rule.ts';
import { forwardedChangePattern, trailChangePattern } from '../../../../lambda/events/event-pattern.ts';
import { mocked } from '../mocked.ts';

const FUNCTION = 'arn:aws-us-gov:lambda:us-gov-west-1:111122223333:function:trailmend';
const BUS = 'arn:aws-us-gov:events:us-gov-west-1:111122223333:event-bus/default';
const events = mocked(EventBridgeClient);
const heard = (region = 'us-gov-west-1', functionArn = FUNCTION) =>
  listening(clientsFor('us-gov-west-1'), region, { region: 'us-gov-west-1', functionArn });
const pattern = (account = '111122223333') => JSON.stringify(trailChangePattern(account));
const forwarded = (region = 'us-gov-east-1') => JSON.stringify(forwardedChangePattern('111122223333', region));
const refused = (name: string) => Object.assign(new Error('no'), { name });
const targets = (...arns: string[]) => ({ Targets: arns.map((Arn, index) => ({ Id: String(index), Arn })) });

beforeEach(() => {
  events.reset();
  events.on(DescribeRuleCommand).resolves({ State: 'ENABLED', EventPattern: pattern() });
  events.on(ListTargetsByRuleCommand).resolves(targets(BUS, FUNCTION));
});

test('in the hub the rule has to start the function, elsewhere to put events on the bus of the hub', async () => {
  events.on(ListTargetsByRuleCommand).resolves(targets(FUNCTION));
  expect(await heard()).toEqual({ read: true, value: 'yes' });
  expect(await heard('us-gov-west-1', `${FUNCTION}:7`)).toEqual({ read: true, value: 'yes' });
  events.on(DescribeRuleCommand).resolves({ State: 'ENABLED', EventPattern: forwarded() });
  expect(await heard('us-gov-east-1')).toEqual({ read: true, value: 'rule-without-target' });
  events.on(ListTargetsByRuleCommand).resolves(targets(BUS));
  expect(await heard('us-gov-east-1')).toEqual({ read: true, value: 'yes' });
  events.on(DescribeRuleCommand).resolves({ State: 'ENABLED', EventPattern: pattern() });
  expect(await heard()).toEqual({ read: true, value: 'rule-without-target' });
  expect(events.commandCalls(DescribeRuleCommand)[0]?.args[0].input).toEqual({ Name: 'trailmend-trail-changes' });
  expect(events.commandCalls(ListTargetsByRuleCommand)[0]?.args[0].input).toEqual({ Rule: 'trailmend-trail-changes' });
  expect(await events.call(4).thisValue.config.region()).toBe('us-gov-east-1');
});

test('a rule that is gone or disabled does not listen', async () => {
  events.on(DescribeRuleCommand).resolves({ State: 'DISABLED' });
  expect(await heard()).toEqual({ read: true, value: 'rule-disabled' });
  events.on(DescribeRuleCommand).rejects(refused('ResourceNotFoundException'));
  expect(await heard()).toEqual({ read: true, value: 'rule-missing' });
});

test.each([
  ['another account', pattern('444455556666')],
  ['one call less', pattern().replace('"StopLogging",', '')],
  ['one region alone', forwarded('us-gov-west-1')],
  ['nothing', undefined],
  ['no JSON', '{'],
])('a rule that listens for %s was changed', async (_, EventPattern) => {
  events.on(DescribeRuleCommand).resolves({ State: 'ENABLED', ...(EventPattern && { EventPattern }) });
  expect(await heard()).toEqual({ read: true, value: 'rule-changed' });
});

test('a rule was not changed where AWS tells its pattern in another layout', async () => {
  const { detail, ...rest } = trailChangePattern('111122223333');
  events
    .on(DescribeRuleCommand)
    .resolves({ State: 'ENABLED', EventPattern: JSON.stringify({ detail, ...rest }, undefined, 2) });
  expect(await heard()).toEqual({ read: true, value: 'yes' });
});

test('a forwarder that listens for all regions was changed', async () => {
  expect(await heard('us-gov-east-1')).toEqual({ read: true, value: 'rule-changed' });
});

test('what AWS does not tell is not known', async () => {
  events.on(DescribeRuleCommand).resolvesOnce({}).rejects(refused('AccessDeniedException'));
  expect(await heard()).toEqual({ read: false, why: 'AWS left it out of its answer' });
  expect(await heard()).toEqual({ read: false, why: 'DescribeRule answered AccessDeniedException: no' });
  events.on(DescribeRuleCommand).resolves({ State: 'ENABLED', EventPattern: pattern() });
  events.on(ListTargetsByRuleCommand).rejects(refused('ThrottlingException'));
  expect(await heard()).toMatchObject({ read: false });
});
