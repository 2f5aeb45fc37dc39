import { describe, expect, test } from '@jest/globals';
import { virtualClock } from '../../../test/support/aws/virtual-clock.ts';
import type { Disturbance } from '../../events/disturbance-plan.ts';
import { disturbances } from '../../events/disturbances.ts';
import type { BusEvent } from '../../events/record.ts';

function event(eventName: string, account = '111111111111'): BusEvent {
  return {
    version: '0',
    id: `${eventName} ${account}`,
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.cloudtrail',
    account,
    time: '2026-02-03T04:05:06Z',
    region: 'us-east-1',
    resources: [],
    detail: { eventName, eventSource: 'cloudtrail.amazonaws.com' },
  };
}

/** A plan with the events that it delivered: their order and times. */
function at(plan: readonly Disturbance[]) {
  const clock = virtualClock(0);
  const disturbed = disturbances(clock);
  disturbed.set(plan);
  const through: string[] = [];
  const times: number[] = [];
  const deliver = async ({ detail }: BusEvent) => {
    through.push(String(detail['eventName']));
    times.push(clock.now());
  };
  return { disturbed, through, times, pass: (one: BusEvent) => disturbed.pass(one, deliver) };
}

describe('events', () => {
  test('pass unchanged when no entry matches them', async () => {
    const { through, pass } = at([{ does: 'lose', eventName: 'CreateTrail' }]);
    await pass(event('StopLogging'));
    expect(through).toEqual(['StopLogging']);
  });

  test('are lost: every matching one, or the nth', async () => {
    const every = at([{ does: 'lose', eventSource: 'cloudtrail.amazonaws.com' }]);
    await every.pass(event('A'));
    await every.pass(event('B'));
    expect(every.through).toEqual([]);

    const second = at([{ does: 'lose', eventName: 'A', nth: 2 }]);
    for (const name of ['A', 'B', 'A', 'A']) await second.pass(event(name));
    expect(second.through).toEqual(['A', 'B', 'A']);
  });

  test('of other accounts are not disturbed', async () => {
    const { through, pass } = at([{ does: 'lose', account: '222222222222' }]);
    await pass(event('A', '111111111111'));
    await pass(event('B', '222222222222'));
    expect(through).toEqual(['A']);
  });

  test('arrive twice, or as often as the plan says', async () => {
    const { through, pass } = at([
      { does: 'duplicate', eventName: 'A' },
      { does: 'duplicate', eventName: 'B', times: 3 },
    ]);
    await pass(event('A'));
    await pass(event('B'));
    expect(through).toEqual(['A', 'A', 'B', 'B', 'B']);
  });

  test('arrive late', async () => {
    const { through, times, pass } = at([{ does: 'delay', eventName: 'A', milliseconds: 60_000 }]);
    await Promise.all([pass(event('A')), pass(event('B'))]);
    expect(through).toEqual(['B', 'A']);
    expect(times).toEqual([0, 60_000]);
  });

  test('arrive after later ones of the same account', async () => {
    const { through, pass } = at([{ does: 'reorder', eventName: 'A', behind: 2 }]);
    await pass(event('A'));
    await pass(event('foreign', '222222222222'));
    await pass(event('B'));
    await pass(event('C'));
    expect(through).toEqual(['foreign', 'B', 'C', 'A']);
  });

  test('that are held back are delivered by release', async () => {
    const { disturbed, through, pass } = at([{ does: 'reorder', eventName: 'A' }]);
    await pass(event('A'));
    expect(through).toEqual([]);
    expect(await disturbed.release()).toBe(true);
    expect(through).toEqual(['A']);
    expect(await disturbed.release()).toBe(false);
  });

  test('meet a target that throttles as many attempts as the plan says', async () => {
    const { disturbed, pass } = at([{ does: 'throttle', eventName: 'A', attempts: 2 }]);
    await pass(event('A'));
    await pass(event('B'));
    const attempts = [1, 2, 3].map(() => disturbed.consumeThrottle(event('A')));
    expect(attempts).toEqual([true, true, false]);
    expect(disturbed.consumeThrottle(event('B'))).toBe(false);
  });
});

describe('a plan', () => {
  test('replaces the previous one, and restarts the counts', async () => {
    const { disturbed, through, pass } = at([{ does: 'lose', eventName: 'A' }]);
    disturbed.set([{ does: 'lose', eventName: 'A', nth: 2 }]);
    await pass(event('A'));
    await pass(event('A'));
    expect(through).toEqual(['A']);
  });

  test.each([
    [{ does: 'forget' }],
    [{ does: 'delay' }],
    [{ does: 'lose', event: 'A' }],
    [{ does: 'lose', nth: 0 }],
    [{ does: 'duplicate', times: 1.5 }],
  ])('with an invalid entry is refused with the entry: %j', (entry) => {
    const { set } = disturbances(virtualClock(0));
    const plan = JSON.parse(JSON.stringify([{ does: 'lose' }, entry]));
    expect(() => set(plan)).toThrow(JSON.stringify(entry));
  });
});
