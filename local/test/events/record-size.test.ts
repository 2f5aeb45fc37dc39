import { expect, test } from '@jest/globals';
import type { BusEvent } from '../../events/record.ts';
import { isTooLarge, withoutTooLarge } from '../../events/record-size.ts';

test('a record has at most 256 KB, counted in bytes', () => {
  expect(isTooLarge('x'.repeat(256 * 1024))).toBe(false);
  expect(isTooLarge('x'.repeat(256 * 1024 + 1))).toBe(true);
  expect(isTooLarge('é'.repeat(128 * 1024 + 1))).toBe(true);
});

test('only events that are not too large are passed on', async () => {
  const passed: unknown[] = [];
  const consume = withoutTooLarge(async ({ detail }) => void passed.push(detail));
  const event = (eventName: string) => ({ detail: { eventName } }) as unknown as BusEvent;
  await consume(event('x'.repeat(256 * 1024)), []);
  await consume(event('small'), []);
  expect(passed).toEqual([{ eventName: 'small' }]);
});
