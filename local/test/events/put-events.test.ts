import { expect, test } from '@jest/globals';
import { putEvents } from '../../events/put-events.ts';
import type { BusEvent } from '../../events/record.ts';
import { backgroundTasks } from '../../gate/background-tasks.ts';
import { callWith, DONE } from '../support/call.ts';

const ENTRY = { Source: 'shop', DetailType: 'Order', Detail: '{"state":"paid"}' };

/** The answer to PutEvents, and the delivered events. */
async function put(...Entries: readonly object[]) {
  const events: BusEvent[] = [];
  const background = backgroundTasks(() => {});
  const behaviour = putEvents({
    accountOf: async () => '111122223333',
    deliver: async (event) => void events.push(event),
    background,
    clock: { now: () => Date.parse('2026-02-03T04:05:06Z'), random: () => 0, sleep: async () => {} },
  });
  const call = callWith({ service: 'events', operation: 'PutEvents', region: 'eu-west-1', input: { Entries } });
  const answer = await behaviour(call, async () => DONE);
  await background.settled();
  return { passedOn: answer === DONE, answer: JSON.parse(answer.body.toString('utf8')), events };
}

test('an event of a customer is delivered with the account and the Region of the call', async () => {
  const { answer, events } = await put(ENTRY, { ...ENTRY, EventBusName: 'default' });
  expect(events).toHaveLength(2);
  expect(events[0]).toEqual({
    version: '0',
    id: expect.any(String),
    'detail-type': 'Order',
    source: 'shop',
    account: '111122223333',
    time: '2026-02-03T04:05:06Z',
    region: 'eu-west-1',
    resources: [],
    detail: { state: 'paid' },
  });
  expect(answer).toEqual({ FailedEntryCount: 0, Entries: events.map(({ id }) => ({ EventId: id })) });
});

test.each([
  ['no source', { ...ENTRY, Source: undefined }, 'InvalidArgument'],
  ['no detail-type', { ...ENTRY, DetailType: '' }, 'InvalidArgument'],
  ['a detail that is not an object', { ...ENTRY, Detail: 'paid' }, 'MalformedDetail'],
])('an entry with %s is refused, and the others are delivered', async (_what, entry, ErrorCode) => {
  const { answer, events } = await put(entry, ENTRY);
  expect(answer).toMatchObject({ FailedEntryCount: 1, Entries: [{ ErrorCode }, { EventId: events[0]?.id }] });
  expect(events).toHaveLength(1);
});

test.each([
  ['a source of AWS', [{ ...ENTRY, Source: 'aws.cloudtrail' }]],
  ['another bus', [{ ...ENTRY, EventBusName: 'orders' }]],
  ['more than ten entries', Array.from({ length: 11 }, () => ENTRY)],
  ['no entry', []],
])('a call with %s is left to the emulator', async (_what, entries) => {
  expect(await put(...entries)).toMatchObject({ passedOn: true, events: [] });
});
