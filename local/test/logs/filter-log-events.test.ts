import { expect, test } from '@jest/globals';
import type { Call } from '../../gate/call.ts';
import { filterLogEvents } from '../../logs/filter-log-events.ts';
import { callWith, DONE } from '../support/call.ts';

const EVENTS = ['{"message":"sweep","scope":"full"}', '{"message":"sweep","scope":"some"}', 'sweep full'].map(
  (message) => ({ message, timestamp: 1 }),
);

/** The messages of the answer, and the call that reached the emulator. */
async function filtered(filterPattern: string) {
  const calls: Call[] = [];
  const call = callWith({
    service: 'logs',
    operation: 'FilterLogEvents',
    input: { logGroupName: 'log', filterPattern },
  });
  const answer = await filterLogEvents(call, async (passed) => {
    calls.push(passed);
    return { ...DONE, body: Buffer.from(JSON.stringify({ events: EVENTS, nextToken: 'more' })) };
  });
  const { events, nextToken } = JSON.parse(answer.body.toString('utf8'));
  return { messages: events.map(({ message }: { message: string }) => message), nextToken, calls };
}

test('a JSON pattern filters JSON events', async () => {
  const { messages, nextToken, calls } = await filtered('{ $.message = "sweep" && $.scope = "full" }');
  expect({ messages, nextToken }).toEqual({ messages: [EVENTS[0]?.message], nextToken: 'more' });
  expect(calls.map(({ input, body }) => [input, JSON.parse(body.toString('utf8'))])).toEqual([
    [{ logGroupName: 'log' }, { logGroupName: 'log' }],
  ]);
});

test.each(['sweep', '{ $.size > 5 }', '{ broken'])('the emulator judges %j', async (pattern) => {
  const { messages, calls } = await filtered(pattern);
  expect(messages).toHaveLength(3);
  expect(calls[0]?.input).toMatchObject({ filterPattern: pattern });
});
