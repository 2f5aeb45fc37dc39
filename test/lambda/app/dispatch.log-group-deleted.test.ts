import { describe, expect, test } from '@jest/globals';
import { RunFailed } from '../../../lambda/app/errors.ts';
import { blankedFacts, ID, PERFECT_FACTS, PERFECT_TRAIL } from '../../support/perfect-trail.ts';
import { DENIED, functionWith, SECOND, THROTTLED, UNREADABLE } from './dispatched.ts';
import { logGroupDeleted } from './trail-events.ts';

const BOTH = { trails: { 'us-east-1': [ID, SECOND] } };

describe('a deleted log group', () => {
  test('has the trails of its Region checked that delivered to it, and those repaired that need it', async () => {
    const { run, calls } = functionWith(({ name }) => (name === 'audit' ? blankedFacts() : PERFECT_FACTS), BOTH);
    const result = await run(logGroupDeleted());
    expect([...new Set(calls)]).toEqual([
      'list us-east-1',
      'observe audit',
      'observe second',
      'notify audit WOULD_FIX',
      'notify second COMPLIANT',
    ]);
    expect(result).toMatchObject({
      outcomes: [
        { trailArn: ID.arn, outcome: 'WOULD_FIX', trigger: { kind: 'event', eventName: 'DeleteLogGroup' } },
        { trailArn: SECOND.arn, outcome: 'COMPLIANT', trigger: { kind: 'event', eventName: 'DeleteLogGroup' } },
      ],
    });
  });

  test('to which no trail delivered costs one call', async () => {
    const { run, calls } = functionWith(undefined, BOTH);
    expect(await run(logGroupDeleted('another'))).toEqual({ outcomes: [] });
    expect(calls).toEqual(['list us-east-1']);
  });

  test('has the next trail checked although SNS refused a notification, and then throws', async () => {
    const { run, calls } = functionWith(() => blankedFacts(), { ...BOTH, refusals: [THROTTLED] });
    await expect(run(logGroupDeleted())).rejects.toThrow(
      new RunFailed('The notification run-1 was not published: Publish returned ThrottledException: later'),
    );
    expect(calls.filter((call) => call.startsWith('notify'))).toEqual([
      'notify audit WOULD_FIX',
      'notify second WOULD_FIX',
    ]);
  });

  test('has the next trail checked although one failed, and names every failure', async () => {
    const { run, calls } = functionWith(() => UNREADABLE, BOTH);
    const dispatched = run(logGroupDeleted());
    await expect(dispatched).rejects.toThrow(new RegExp(`${ID.arn}: observe: .*; ${SECOND.arn}: observe: `));
    expect([...new Set(calls.filter((call) => call.startsWith('observe')))]).toEqual([
      'observe audit',
      'observe second',
    ]);
  });

  test('whose trails cannot be listed throws with the reason', async () => {
    const { run } = functionWith(undefined, { listTrails: async () => ({ ok: false, error: DENIED }) });
    await expect(run(logGroupDeleted())).rejects.toThrow(new RunFailed('DescribeTrails returned AccessDenied: no'));
  });

  test.each([
    ['a check', 39_999],
    ['a repair', 419_999],
  ])('throws without enough time for %s, so that Lambda retries the event', async (_, remaining) => {
    const { run } = functionWith(() => blankedFacts(), { ...BOTH, remainingMs: () => remaining });
    await expect(run(logGroupDeleted())).rejects.toThrow(new RunFailed('No time left for the trails in us-east-1'));
  });

  test('has its retry publish the notification of a trail that delivers to another group now', async () => {
    let logGroupArn = PERFECT_TRAIL.logGroupArn;
    const { run, retry, notified } = functionWith(
      () => (logGroupArn === PERFECT_TRAIL.logGroupArn ? blankedFacts() : PERFECT_FACTS),
      {
        refusals: [THROTTLED],
        trails: { 'us-east-1': [ID] },
        listTrails: async () => ({ ok: true, value: [{ id: ID, trail: { ...PERFECT_TRAIL, logGroupArn } }] }),
      },
    );
    await expect(run(logGroupDeleted())).rejects.toBeInstanceOf(RunFailed);
    logGroupArn = 'another';
    await retry(logGroupDeleted());
    expect(notified.map(({ outcome }) => outcome)).toEqual(['WOULD_FIX', 'COMPLIANT']);
  });
});
