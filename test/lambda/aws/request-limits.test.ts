import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { limitRequests, type RequestLimits } from '../../../lambda/aws/request-limits.ts';

const LIMITS: RequestLimits = { mostAtOnce: 2, responseMs: 2_000 };

interface SentRequest {
  readonly request: string;
  readonly abortSignal: AbortSignal | undefined;
  readonly respond: (response: string) => void;
  readonly fail: (error: Error) => void;
}

/** A handler that sends requests, and responds only when a test does. */
function limitedHandler(limits = LIMITS) {
  const sent: SentRequest[] = [];
  const handler = {
    handle: (request: string, options: { readonly abortSignal?: AbortSignal } = {}): Promise<string> =>
      new Promise((respond, fail) => sent.push({ request, abortSignal: options.abortSignal, respond, fail })),
  };
  limitRequests(handler, limits);
  return { sent, handle: (request: string) => handler.handle(request) };
}

afterEach(() => {
  jest.useRealTimers();
});

describe('requests at a time', () => {
  test('are limited: a further one is sent when another one has its response or its error', async () => {
    const { sent, handle } = limitedHandler();
    const responses = Promise.allSettled(['one', 'two', 'three', 'four'].map(handle));
    const names = () => sent.map(({ request }) => request);
    await turn();
    expect(names()).toEqual(['one', 'two']);
    sent[1]?.respond('response');
    await turn();
    expect(names()).toEqual(['one', 'two', 'three']);
    sent[0]?.fail(new Error('broken'));
    await turn();
    expect(names()).toEqual(['one', 'two', 'three', 'four']);
    for (const { respond } of sent) respond('response');
    expect((await responses).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled', 'fulfilled']);
  });

  test('are as many as before after requests that were alone', async () => {
    const { sent, handle } = limitedHandler();
    for (const name of ['one', 'two', 'three']) {
      const response = handle(name);
      await turn();
      sent.at(-1)?.respond(name);
      expect(await response).toBe(name);
    }
    const responses = ['four', 'five', 'six'].map(handle);
    await turn();
    expect(sent.map(({ request }) => request)).toEqual(['one', 'two', 'three', 'four', 'five']);
    for (const { respond } of sent) respond('response');
    await turn();
    sent.at(-1)?.respond('response');
    expect(await Promise.all(responses)).toEqual(Array(3).fill('response'));
  });
});

describe('a request without a response', () => {
  test('is aborted when its time is over, with an error that the SDK retries', async () => {
    jest.useFakeTimers();
    const { sent, handle } = limitedHandler();
    const response = expect(handle('one')).rejects.toMatchObject({
      name: 'TimeoutError',
      message: 'no response within 2000 ms',
    });
    await jest.advanceTimersByTimeAsync(1_999);
    expect(sent[0]?.abortSignal?.aborted).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect(sent[0]?.abortSignal?.aborted).toBe(true);
    await response;
    expect(jest.getTimerCount()).toBe(0);
  });

  test('that waits for its turn has its time only after that', async () => {
    jest.useFakeTimers();
    const { sent, handle } = limitedHandler({ ...LIMITS, mostAtOnce: 1 });
    const [first, second] = [handle('one'), handle('two')];
    await jest.advanceTimersByTimeAsync(1_500);
    sent[0]?.respond('first');
    expect(await first).toBe('first');
    await jest.advanceTimersByTimeAsync(1_500);
    sent[1]?.respond('second');
    expect(await second).toBe('second');
    expect(jest.getTimerCount()).toBe(0);
  });
});

test('a response that arrived while the process had no time to read it counts', async () => {
  const responseMs = 40;
  const handler = { handle: (): Promise<string> => new Promise((respond) => setImmediate(() => respond('response'))) };
  limitRequests(handler, { mostAtOnce: 1, responseMs });
  // From here on, the event loop runs timers before immediates.
  await turn();
  const response = handler.handle();
  const start = performance.now();
  // Blocks the event loop. Then its timers are due, and only after them does it read responses.
  while (performance.now() - start < 5 * responseMs);
  expect(await response).toBe('response');
});
