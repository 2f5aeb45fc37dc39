import { expect, test } from '@jest/globals';
import { stackEvents } from '../../cloudformation/stack-events.ts';
import type { EmulatorApi } from '../../emulator/api.ts';
import { callerIdentities } from '../../events/caller-identities.ts';
import type { BusEvent } from '../../events/record.ts';
import { backgroundTasks } from '../../gate/background-tasks.ts';
import type { Answer } from '../../gate/call.ts';
import { callWith } from '../support/call.ts';

const ACCOUNT = '111111111111';
const STACK_ID = `arn:aws:cloudformation:eu-west-1:${ACCOUNT}:stack/Trailmend/1`;

/** The events after a call, while CloudFormation has these states one after another. */
async function eventsAfter(operation: string, states: readonly string[], status = 200): Promise<readonly BusEvent[]> {
  const left = [...states];
  const events: BusEvent[] = [];
  const api: EmulatorApi = {
    json: async (_service, _target, _input, _where, schema) => schema.parse({ Account: ACCOUNT, Arn: '', UserId: '' }),
    rest: () => Promise.reject(new Error('not expected')),
    query: async (_service, { StackName }) =>
      `<StackId>${STACK_ID}</StackId><StackName>${StackName}</StackName><StackStatus>${left.shift()}</StackStatus>`,
  };
  const background = backgroundTasks(() => {});
  const behaviour = stackEvents({
    api,
    identities: callerIdentities(api),
    deliver: async (event) => void events.push(event),
    background,
    clock: { now: () => Date.parse('2026-02-03T04:05:06Z'), random: () => 0, sleep: async () => {} },
  });
  const answer: Answer = { status, headers: {}, body: Buffer.alloc(0) };
  const input = { StackName: 'Trailmend' };
  const made = callWith({ service: 'cloudformation', operation, region: 'eu-west-1', input });
  expect(await behaviour(made, async () => answer)).toBe(answer);
  await background.settled();
  return events;
}

test('a stack that was created is one event, which names the stack and its status', async () => {
  const states = ['REVIEW_IN_PROGRESS', 'CREATE_IN_PROGRESS', 'CREATE_COMPLETE'];
  expect(await eventsAfter('ExecuteChangeSet', states)).toMatchObject([
    {
      'detail-type': 'CloudFormation Stack Status Change',
      source: 'aws.cloudformation',
      account: ACCOUNT,
      region: 'eu-west-1',
      time: '2026-02-03T04:05:06Z',
      resources: [STACK_ID],
      detail: { 'stack-id': STACK_ID, 'status-details': { status: 'CREATE_COMPLETE' } },
    },
  ]);
});

test.each([
  ['CreateStack', 'ROLLBACK_COMPLETE'],
  ['UpdateStack', 'UPDATE_COMPLETE'],
])('%s that ends as %s says so', async (operation, end) => {
  const [event] = await eventsAfter(operation, [end]);
  expect(event?.detail).toMatchObject({ 'status-details': { status: end } });
});

test('other calls, and calls that CloudFormation refused, are no event', async () => {
  expect(await eventsAfter('DescribeStacks', [])).toEqual([]);
  expect(await eventsAfter('CreateStack', [], 400)).toEqual([]);
});
