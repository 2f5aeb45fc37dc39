import { describe, expect, test } from '@jest/globals';
import {
  blankedFacts,
  factsWith,
  ID,
  NOW,
  PERFECT_FACTS,
  read,
  repairedFacts,
  triggerWith,
  unread,
} from '../../../support/perfect-trail.ts';
import { at, changedBy, refused, type Situation, timedRun, WRITES, type WriteResult } from './timed-run.ts';

const REPAIRED = repairedFacts();
const STOPPED = read({ isLogging: false, startedLogging: '2026-01-01T00:00:00.000Z', latestDelivery: NOW });
const secondOf = (call: string | undefined) => Number.parseFloat(call ?? '');

describe('a trail that GetTrail does not know', () => {
  const GONE = factsWith({ gone: true, trail: unread('GetTrail returned TrailNotFoundException: Unknown trail') });

  test.each(['CreateTrail', 'StartLogging', 'PutEventSelectors'])('is waited for after %s', async (eventName) => {
    const trigger = triggerWith({ eventName, eventTime: NOW });
    const facts: Situation['facts'] = (seconds, done) => {
      if (seconds < 3) return GONE;
      return done.has('UpdateTrail') ? REPAIRED : blankedFacts();
    };
    const { record } = await timedRun({ facts, trigger });
    expect(record.outcome).toBe('FIXED');
  });

  test('is gone when GetTrail does not know it 15 s after CreateTrail', async () => {
    const trigger = triggerWith({ eventName: 'CreateTrail', eventTime: NOW });
    const { record, calls } = await timedRun({ facts: () => GONE, trigger });
    expect(record).toMatchObject({ outcome: 'SKIPPED', reason: 'trail-gone' });
    expect(secondOf(calls.at(-1))).toBeGreaterThan(15);
  });

  test('is gone at once after any other call', async () => {
    const { calls } = await timedRun({ facts: () => GONE });
    expect(calls).toEqual(['0 observe']);
  });
});

describe('a harmful call', () => {
  const stopped = triggerWith({ eventName: 'StopLogging', tampering: 'stopped' });
  const withoutLogging = factsWith({ status: STOPPED });

  test('is waited for while AWS still shows the trail logging', async () => {
    const facts: Situation['facts'] = (seconds, done) =>
      done.has('StartLogging') || seconds < 2 ? PERFECT_FACTS : withoutLogging;
    const { record, calls } = await timedRun({ trigger: stopped, facts });
    expect(calls.filter((call) => call.endsWith('StartLogging'))).toHaveLength(1);
    expect(record).toMatchObject({ outcome: 'FIXED', before: { isLogging: false } });
  });

  test('is waited for while AWS still shows the blanked values, though something else is wrong', async () => {
    const blanked = blankedFacts({ status: STOPPED });
    const { record } = await timedRun({
      trigger: triggerWith({ tampering: 'blanked' }),
      facts: (seconds) => (seconds < 2 ? withoutLogging : blanked),
      settings: { mode: 'dry-run' },
    });
    expect(record.plan.steps.map(({ operation }) => operation)).toContain('UpdateTrail');
  });

  test('that deleted the log group of the trail is waited for while AWS still shows the group', async () => {
    const { logGroupArn } = PERFECT_FACTS.trail.read ? PERFECT_FACTS.trail.value : { logGroupArn: '' };
    const { record, calls } = await timedRun({
      trigger: triggerWith({ eventName: 'DeleteLogGroup', logGroupArn }),
      facts: (seconds, done) => {
        if (done.has('UpdateTrail')) return REPAIRED;
        return seconds < 2 ? PERFECT_FACTS : factsWith({ currentGroup: read('missing') });
      },
    });
    expect(calls.slice(0, 3)).toEqual(['0 observe', '1 observe', '2 observe']);
    expect(record.outcome).toBe('FIXED');
  });

  test('is waited for during 15 s; after that another caller has undone it', async () => {
    const { record, calls } = await timedRun({ trigger: stopped, facts: () => PERFECT_FACTS });
    expect(record.outcome).toBe('COMPLIANT');
    expect(secondOf(calls.at(-1))).toBeGreaterThan(15);
  });

  test('is not waited for when the trail is out of scope', async () => {
    const settings = { excludedTrails: ID.name };
    const { calls } = await timedRun({ trigger: stopped, facts: () => PERFECT_FACTS, settings });
    expect(calls).toEqual(['0 observe']);
  });
});

describe('the verification of a repair', () => {
  const bucketPolicy: NonNullable<Situation['write']> = (operation): WriteResult | undefined =>
    operation === 'UpdateTrail' ? refused(operation, 'InsufficientS3BucketPolicyException') : undefined;

  test('goes on while AWS still shows the state before it', async () => {
    const { record, calls } = await timedRun({ facts: (seconds) => (seconds < 4 ? blankedFacts() : REPAIRED) });
    expect(calls.slice(6)).toEqual(['0 observe', '1 observe', '2 observe', '3 observe', '4 observe']);
    expect(record.outcome).toBe('FIXED');
  });

  test('goes on while AWS names a role that it does not know yet', async () => {
    const { record } = await timedRun({
      facts: (seconds, done) => {
        if (!done.has('UpdateTrail')) return blankedFacts();
        return seconds < 2 ? { ...REPAIRED, currentRole: read('missing') } : REPAIRED;
      },
    });
    expect(record.outcome).toBe('FIXED');
  });

  test('fails when the repair is not visible for 15 s, whatever the calls returned', async () => {
    const { record, calls } = await timedRun({ facts: () => blankedFacts() });
    expect(calls.at(-1)).toBe('18 observe');
    expect(record).toMatchObject({ outcome: 'FAILED', reason: 'not-seen-repaired', stage: 'read-back' });
    expect(record.applied.every(({ result }) => result === 'done')).toBe(true);
  });

  test('does not wait for what AWS refused', async () => {
    const { record, calls } = await timedRun({ facts: () => blankedFacts(), write: bucketPolicy });
    expect(calls).toEqual(at(0, ['observe', ...WRITES, 'observe']));
    expect(record).toMatchObject({ outcome: 'BLOCKED', reason: 'bucket-policy' });
  });

  test('waits for a call that succeeded beside the refused one', async () => {
    const { record } = await timedRun({
      trigger: triggerWith({ eventName: 'StopLogging' }),
      facts: (seconds) => blankedFacts({ status: seconds < 3 ? STOPPED : read({ isLogging: true }) }),
      write: bucketPolicy,
    });
    expect(record).toMatchObject({ outcome: 'BLOCKED', after: { isLogging: true } });
  });

  test('does not wait for what the plan refused', async () => {
    const { record, calls } = await timedRun({
      facts: changedBy('UpdateTrail', { ...REPAIRED, status: STOPPED }, blankedFacts({ status: STOPPED })),
    });
    expect(calls).toEqual(at(0, ['observe', ...WRITES, 'observe']));
    expect(record).toMatchObject({ outcome: 'BLOCKED', reason: 'restart-not-allowed' });
  });
});
