import { describe, expect, test } from '@jest/globals';
import type { TrailFacts } from '../../../../lambda/core/model/facts.ts';
import {
  blankedFacts,
  factsWith,
  NOW,
  PERFECT_FACTS,
  read,
  repairedFacts,
  triggerWith,
} from '../../../support/perfect-trail.ts';
import { at, changedBy, START, timedRun, WRITES } from './timed-run.ts';

const REPAIRED = repairedFacts();
const CREATED = triggerWith({ eventName: 'CreateTrail', eventTime: NOW });
const PREPARATIONS = WRITES.slice(0, 4);
const STOPPED = read({ isLogging: false, startedLogging: '2026-01-01T00:00:00.000Z' });
const NEVER_STARTED = read({ isLogging: false });
const fixed = changedBy('UpdateTrail', REPAIRED);

describe('a new trail', () => {
  test('gets its group and role at once, and UpdateTrail when its creator has had 20 s', async () => {
    const { record, calls } = await timedRun({ trigger: CREATED, facts: fixed });
    expect(calls).toEqual([...at(0, ['observe', ...PREPARATIONS]), ...at(20, ['observe', 'UpdateTrail', 'observe'])]);
    expect(record.outcome).toBe('FIXED');
    expect(record.plan.steps).toHaveLength(5);
  });

  test('has 20 s from the event, however long the event and the first writes took', async () => {
    const eventTime = new Date(START - 5_000).toISOString();
    const { calls } = await timedRun({ trigger: { ...CREATED, eventTime }, facts: fixed, writeSeconds: 3 });
    expect(calls.find((call) => call.endsWith('UpdateTrail'))).toBe('15 UpdateTrail');
  });

  test('is not waited for when the first writes took longer', async () => {
    const { calls } = await timedRun({ trigger: CREATED, facts: fixed, writeSeconds: 12 });
    expect(calls.find((call) => call.endsWith('UpdateTrail'))).toBe('36 UpdateTrail');
  });

  test.each(['StartLogging', 'PutEventSelectors'])(
    'is repaired after %s only once the run of its CreateTrail had time to do that',
    async (eventName) => {
      const trigger = { ...CREATED, eventName };
      const { record, calls } = await timedRun({ trigger, facts: (s) => (s < 21 ? blankedFacts() : REPAIRED) });
      expect(calls).toEqual(['0 observe', '23 observe']);
      expect(record.outcome).toBe('COMPLIANT');
      const alone = await timedRun({ trigger, facts: fixed });
      expect(alone.calls).toEqual([...at(0, ['observe']), ...at(23, ['observe', ...WRITES, 'observe'])]);
      expect(alone.record.outcome).toBe('FIXED');
    },
  );

  test('is repaired at once when the event is old', async () => {
    const eventTime = new Date(START - 20_000).toISOString();
    const { calls } = await timedRun({ trigger: { ...CREATED, eventTime }, facts: fixed });
    expect(calls).toContain('0 UpdateTrail');
  });

  test('is waited for no longer than 20 s when the event has a time in the future', async () => {
    const eventTime = new Date(START + 3_600_000).toISOString();
    const { calls } = await timedRun({ trigger: { ...CREATED, eventTime }, facts: fixed });
    expect(calls).toContain('20 UpdateTrail');
  });

  test('is left alone when its creator integrated it; the record names the unused preparations', async () => {
    const { record, calls } = await timedRun({
      trigger: CREATED,
      facts: (seconds) => (seconds === 0 ? blankedFacts() : PERFECT_FACTS),
    });
    expect(calls).toEqual([...at(0, ['observe', ...PREPARATIONS]), '20 observe']);
    expect(record).toMatchObject({ outcome: 'COMPLIANT', detail: expect.stringContaining('CreateRole') });
  });

  test('that does not log yet is observed again, and logs by then', async () => {
    const { record, calls } = await timedRun({
      trigger: CREATED,
      facts: (seconds) => (seconds === 0 ? factsWith({ status: STOPPED }) : PERFECT_FACTS),
    });
    expect(calls).toEqual(['0 observe', '20 observe']);
    expect(record.outcome).toBe('COMPLIANT');
  });

  test('is not waited for when nothing is wrong with it', async () => {
    expect((await timedRun({ trigger: CREATED, facts: () => PERFECT_FACTS })).calls).toEqual(['0 observe']);
  });

  test('is not waited for when it is out of scope', async () => {
    const { record, calls } = await timedRun({
      trigger: CREATED,
      facts: () => blankedFacts(),
      settings: { excludedTrails: 'audit' },
    });
    expect(calls).toEqual(['0 observe']);
    expect(record).toMatchObject({ outcome: 'SKIPPED', reason: 'excluded-by-parameter' });
  });

  test('in a dry run is judged when its creator has finished, and nothing is written', async () => {
    const { record, calls } = await timedRun({
      trigger: CREATED,
      facts: () => blankedFacts(),
      settings: { mode: 'dry-run' },
    });
    expect(calls).toEqual(['0 observe', '20 observe']);
    expect(record.outcome).toBe('WOULD_FIX');
  });
});

describe('a new trail that its creator has not started', () => {
  const JUST_MADE = { outcome: 'BLOCKED', reason: 'trail-just-made' };
  const facts = (changes: Partial<TrailFacts>) => () => factsWith({ status: NEVER_STARTED, ...changes });

  test('is left to its creator after 20 s', async () => {
    const { record, calls } = await timedRun({ trigger: CREATED, facts: facts({}) });
    expect(calls).toEqual(['0 observe', '20 observe']);
    expect(record).toMatchObject({ ...JUST_MADE, applied: [] });
  });

  test('is left to its creator at once after a call that does not create trails', async () => {
    const { record, calls } = await timedRun({ facts: facts({}) });
    expect(calls).toEqual(['0 observe']);
    expect(record).toMatchObject(JUST_MADE);
  });

  test('has its delivery repaired, and its start is left to its creator', async () => {
    const { record, calls } = await timedRun({
      facts: changedBy('UpdateTrail', { ...REPAIRED, status: NEVER_STARTED }, blankedFacts({ status: NEVER_STARTED })),
    });
    expect(calls).toEqual(at(0, ['observe', ...WRITES, 'observe']));
    expect(record).toMatchObject(JUST_MADE);
    expect(record.applied.every(({ result }) => result === 'done')).toBe(true);
  });

  test('is started by an event when it is two minutes old, where RestartLogging allows that', async () => {
    const eventTime = new Date(START - 120_000).toISOString();
    const { calls } = await timedRun({
      trigger: triggerWith({ eventTime }),
      facts: facts({}),
      settings: { restartLogging: 'always' },
    });
    expect(calls).toContain('0 StartLogging');
  });
});
