import { describe, expect, test } from '@jest/globals';
import type { CallResult, Ledger } from '../../../../lambda/app/ports.ts';
import type { TrailFacts } from '../../../../lambda/core/model/facts.ts';
import type { OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import type { Settings } from '../../../../lambda/core/model/settings.ts';
import type { Operation } from '../../../../lambda/core/model/step.ts';
import { logGroupArn } from '../../../../lambda/core/model/trail-id.ts';
import type { Trigger } from '../../../../lambda/core/model/trigger.ts';
import { virtualClock } from '../../../support/aws/virtual-clock.ts';
import { inMemoryLedger } from '../../../support/in-memory-ledger.ts';
import {
  blankedFacts,
  factsWith,
  ID,
  NOW,
  ourGroup,
  ourRole,
  PERFECT_FACTS,
  read,
  repairedFacts,
  settingsWith,
  triggerWith,
  unread,
} from '../../../support/perfect-trail.ts';
import { runOnce } from '../../../support/run-once.ts';

const START = Date.parse(NOW);
const PREPARED = { candidateGroups: read([ourGroup()]), candidateRoles: read([ourRole()]) };
const REPAIRED = repairedFacts();
const STOPPED = read({ isLogging: false, startedLogging: '2026-01-01T00:00:00.000Z' });
const CREATED = triggerWith({ eventName: 'CreateTrail', eventTime: NOW });

interface Situation {
  /** What a look shows, by seconds since the start and the writes that went through. */
  readonly facts: (seconds: number, done: ReadonlySet<Operation>) => TrailFacts;
  /** The answer of a write; it goes through unless told. */
  readonly answer?: (operation: Operation, seconds: number) => CallResult;
  readonly trigger?: Trigger;
  readonly settings?: Partial<Settings>;
  /** Remembers nothing unless told. */
  readonly ledger?: Ledger;
  /** How long every write takes, in seconds. */
  readonly writeSeconds?: number;
}

interface RunTrace {
  readonly record: OutcomeRecord;
  /** When somebody looked or wrote, in seconds since the start, in order. */
  readonly course: readonly string[];
}

async function run(situation: Situation): Promise<RunTrace> {
  const {
    facts,
    answer = () => ({ done: true }),
    trigger = triggerWith({}),
    settings = {},
    writeSeconds = 0,
    ledger = inMemoryLedger(),
  } = situation;
  const clock = virtualClock(START);
  const course: string[] = [];
  const done = new Set<Operation>();
  const seconds = () => (clock.now() - START) / 1_000;
  const record = await runOnce(
    { id: ID, trigger, settings: settingsWith(settings), settleSeconds: 20 },
    {
      clock,
      newId: () => 'run-1',
      ledger,
      observe: async (id, now) => {
        course.push(`${seconds()} look`);
        return { ...facts(seconds(), done), id, now };
      },
      performer:
        (region) =>
        async ({ operation }) => {
          course.push(`${seconds()} ${operation}${region === ID.region ? '' : ` in ${region}`}`);
          await clock.sleep(writeSeconds * 1_000);
          const result = answer(operation, seconds());
          if (result.done) done.add(operation);
          return result;
        },
    },
  );
  return { record, course };
}

function refused(operation: string, code: string, message = ''): CallResult {
  return { done: false, error: { operation, code, message } };
}

const once = (operation: Operation, after: TrailFacts, before: TrailFacts = blankedFacts()): Situation['facts'] => {
  return (_, done) => (done.has(operation) ? after : before);
};
const WRITES = ['CreateLogGroup', 'CreateRole', 'PutRetentionPolicy', 'PutRolePolicy', 'UpdateTrail'];
const at = (second: number, operations: readonly string[]) => operations.map((operation) => `${second} ${operation}`);

describe('a run', () => {
  test('that finds nothing looks once', async () => {
    const { record, course } = await run({ facts: () => PERFECT_FACTS });
    expect(course).toEqual(['0 look']);
    expect(record).toMatchObject({ id: 'run-1', time: NOW, mode: 'fix', outcome: 'COMPLIANT', applied: [] });
    expect(record).not.toHaveProperty('after');
  });

  test('repairs, and looks again before it says so', async () => {
    const { record, course } = await run({ facts: once('UpdateTrail', REPAIRED) });
    expect(course).toEqual(at(0, ['look', ...WRITES, 'look']));
    expect(record).toMatchObject({
      outcome: 'FIXED',
      before: { logGroupArn: '', roleArn: '' },
      after: { logGroupArn: logGroupArn(ID, ourGroup().name), roleArn: ourRole().arn },
    });
    expect(record.applied.map(({ step, result }) => [step.operation, result])).toEqual([
      ['CreateLogGroup', 'done'],
      ['PutRetentionPolicy', 'done'],
      ['CreateRole', 'done'],
      ['PutRolePolicy', 'done'],
      ['UpdateTrail', 'done'],
    ]);
  });

  test('tells the time at its end', async () => {
    const { record } = await run({ facts: once('UpdateTrail', REPAIRED), writeSeconds: 1 });
    expect(record.time).toBe(new Date(START + 3_000).toISOString());
  });

  test('in a dry run looks once, writes nothing and shows the plan', async () => {
    const { record, course } = await run({ facts: () => blankedFacts(), settings: { mode: 'dry-run' } });
    expect(course).toEqual(['0 look']);
    expect(record).toMatchObject({ mode: 'dry-run', outcome: 'WOULD_FIX', applied: [] });
    expect(record.plan.steps).toHaveLength(5);
  });
});

describe('a trail that GetTrail does not know', () => {
  const GONE = factsWith({ gone: true, trail: unread('GetTrail answered TrailNotFoundException: Unknown trail') });

  test.each(['CreateTrail', 'StartLogging', 'PutEventSelectors'])('yet, after %s, is waited for', async (eventName) => {
    const trigger = triggerWith({ eventName, eventTime: NOW });
    const facts: Situation['facts'] = (seconds, done) => {
      if (seconds < 3) return GONE;
      return done.has('UpdateTrail') ? REPAIRED : blankedFacts();
    };
    const { record } = await run({ facts, trigger });
    expect(record.outcome).toBe('FIXED');
  });

  test('15 s after it was made is gone', async () => {
    const { record, course } = await run({ facts: () => GONE, trigger: CREATED });
    expect(record).toMatchObject({ outcome: 'SKIPPED', reason: 'trail-gone' });
    expect(Number.parseFloat(course.at(-1) ?? '')).toBeGreaterThan(15);
  });

  test('after any other call is gone at once', async () => {
    const { course } = await run({ facts: () => GONE });
    expect(course).toEqual(['0 look']);
  });
});

describe('reading back', () => {
  test('goes on while AWS still shows what was before', async () => {
    const { record, course } = await run({ facts: (seconds) => (seconds < 4 ? blankedFacts() : REPAIRED) });
    expect(course.slice(6)).toEqual(['0 look', '1 look', '2 look', '3 look', '4 look']);
    expect(record.outcome).toBe('FIXED');
  });

  test('goes on while AWS names a role that it does not know yet', async () => {
    const { record } = await run({
      facts: (seconds, done) => {
        if (!done.has('UpdateTrail')) return blankedFacts();
        return seconds < 2 ? { ...REPAIRED, currentRole: read('missing') } : REPAIRED;
      },
    });
    expect(record.outcome).toBe('FIXED');
  });

  test('ends when the repair is not seen for 15 s: then it failed, whatever the calls answered', async () => {
    const { record, course } = await run({ facts: () => blankedFacts() });
    expect(course.at(-1)).toBe('18 look');
    expect(record).toMatchObject({ outcome: 'FAILED', reason: 'not-seen-repaired', stage: 'read-back' });
    expect(record.applied.every(({ result }) => result === 'done')).toBe(true);
  });

  test('does not wait for what AWS refused', async () => {
    const { record, course } = await run({
      facts: () => blankedFacts(),
      answer: (operation) =>
        operation === 'UpdateTrail' ? refused(operation, 'InsufficientS3BucketPolicyException') : { done: true },
    });
    expect(course).toEqual(at(0, ['look', ...WRITES, 'look']));
    expect(record).toMatchObject({ outcome: 'BLOCKED', reason: 'bucket-policy' });
  });

  test('waits for what went through beside it', async () => {
    const { record } = await run({
      trigger: triggerWith({ eventName: 'StopLogging' }),
      facts: (seconds) => blankedFacts({ status: seconds < 3 ? STOPPED : read({ isLogging: true }) }),
      answer: (operation) =>
        operation === 'UpdateTrail' ? refused(operation, 'InsufficientS3BucketPolicyException') : { done: true },
    });
    expect(record).toMatchObject({ outcome: 'BLOCKED', after: { isLogging: true } });
  });

  test('does not wait for what the plan left alone', async () => {
    const { record, course } = await run({
      facts: once('UpdateTrail', { ...REPAIRED, status: STOPPED }, blankedFacts({ status: STOPPED })),
    });
    expect(course).toEqual(at(0, ['look', ...WRITES, 'look']));
    expect(record).toMatchObject({ outcome: 'BLOCKED', reason: 'restart-not-allowed' });
  });
});

describe('a trail that may just have been made', () => {
  const NEW = read({ isLogging: false });

  test('is repaired at once, and told when two minutes have shown whether its maker starts it', async () => {
    const started = await run({
      facts: (seconds, done) =>
        done.has('UpdateTrail') ? { ...REPAIRED, ...(seconds < 60 && { status: NEW }) } : blankedFacts({ status: NEW }),
    });
    expect(started.course).toEqual([...at(0, ['look', ...WRITES, 'look']), ...at(115, ['look'])]);
    expect(started.record).toMatchObject({ outcome: 'FIXED', time: '2026-11-20T09:02:00.000Z' });
    const parked = await run({ facts: () => factsWith({ status: NEW }) });
    expect(parked.course).toEqual([...at(0, ['look']), ...at(115, ['look'])]);
    expect(parked.record).toMatchObject({ outcome: 'BLOCKED', reason: 'restart-not-allowed' });
  });
});

describe('an account that is not as it was read', () => {
  test('is read again a second later, and the rest of the repair planned from that', async () => {
    const { record, course } = await run({
      facts: (seconds, done) =>
        done.has('UpdateTrail') ? REPAIRED : blankedFacts(seconds === 0 ? {} : { candidateRoles: read([ourRole()]) }),
      answer: (operation) =>
        operation === 'CreateRole' ? refused(operation, 'EntityAlreadyExistsException') : { done: true },
    });
    const second = ['look', 'CreateLogGroup', 'PutRetentionPolicy', 'UpdateTrail', 'look'];
    expect(course).toEqual([
      ...at(0, ['look', 'CreateLogGroup', 'CreateRole', 'PutRetentionPolicy']),
      ...at(1, second),
    ]);
    expect(record.outcome).toBe('FIXED');
  });

  test('is given up after four rounds', async () => {
    const { record, course } = await run({
      facts: () => blankedFacts(),
      answer: (operation) => refused(operation, 'ResourceAlreadyExistsException'),
    });
    expect(course.filter((entry) => entry.endsWith('CreateLogGroup'))).toEqual(
      [0, 1, 2, 3].map((second) => `${second} CreateLogGroup`),
    );
    expect(record).toMatchObject({ outcome: 'FAILED', reason: 'aws-error' });
  });

  test('ends the run when it turns out whole', async () => {
    const { record } = await run({
      facts: (seconds) => (seconds === 0 ? blankedFacts() : PERFECT_FACTS),
      answer: (operation) => refused(operation, 'ResourceAlreadyExistsException'),
    });
    expect(record).toMatchObject({ outcome: 'COMPLIANT' });
  });
});

describe('a trail that was just made', () => {
  const prepared = (_: number, done: ReadonlySet<Operation>) => {
    if (done.has('UpdateTrail')) return REPAIRED;
    return blankedFacts(done.has('PutRolePolicy') ? PREPARED : {});
  };
  const PREPARING = WRITES.slice(0, 4);

  test('gets group and role at once, and UpdateTrail when its creator has had 20 s', async () => {
    const { record, course } = await run({ trigger: CREATED, facts: prepared });
    expect(course).toEqual([...at(0, ['look', ...PREPARING]), ...at(20, ['look', 'UpdateTrail', 'look'])]);
    expect(record.outcome).toBe('FIXED');
    expect(record.plan.steps).toHaveLength(5);
  });

  test('the 20 s count from the event, however long the event and the first writes took', async () => {
    const eventTime = new Date(START - 5_000).toISOString();
    const { course } = await run({
      trigger: { ...CREATED, eventTime },
      facts: prepared,
      writeSeconds: 3,
    });
    expect(course.find((entry) => entry.endsWith('UpdateTrail'))).toBe('15 UpdateTrail');
  });

  test('nothing is waited for when the first writes took longer', async () => {
    const { course } = await run({ trigger: CREATED, facts: prepared, writeSeconds: 12 });
    expect(course.find((entry) => entry.endsWith('UpdateTrail'))).toBe('24 UpdateTrail');
  });

  test.each(['StartLogging', 'PutEventSelectors'])(
    'is touched after %s only when the run for its CreateTrail had time, which then finds the work done',
    async (eventName) => {
      const trigger = { ...CREATED, eventName };
      const { record, course } = await run({ trigger, facts: (s) => (s < 21 ? blankedFacts() : REPAIRED) });
      expect(course).toEqual(['0 look', '23 look']);
      expect(record.outcome).toBe('COMPLIANT');
      const alone = await run({ trigger, facts: prepared });
      expect(alone.course).toEqual([...at(0, ['look']), ...at(23, ['look', ...WRITES, 'look'])]);
      expect(alone.record.outcome).toBe('FIXED');
    },
  );

  test('an event from long ago is acted on at once', async () => {
    const eventTime = new Date(START - 20_000).toISOString();
    const { course } = await run({ trigger: { ...CREATED, eventTime }, facts: prepared });
    expect(course).toContain('0 UpdateTrail');
  });

  test('an event from the future waits no longer than 20 s', async () => {
    const eventTime = new Date(START + 3_600_000).toISOString();
    const { course } = await run({ trigger: { ...CREATED, eventTime }, facts: prepared });
    expect(course).toContain('20 UpdateTrail');
  });

  test('is left alone when its creator integrated it meanwhile, and what was made in vain is told', async () => {
    const { record, course } = await run({
      trigger: CREATED,
      facts: (seconds) => (seconds === 0 ? blankedFacts() : PERFECT_FACTS),
    });
    expect(course).toEqual([...at(0, ['look', ...PREPARING]), '20 look']);
    expect(record).toMatchObject({ outcome: 'COMPLIANT', detail: expect.stringContaining('CreateRole') });
  });

  test('that does not log yet is looked at again, and by then it does', async () => {
    const { record, course } = await run({
      trigger: CREATED,
      facts: (seconds) => (seconds === 0 ? factsWith({ status: STOPPED }) : PERFECT_FACTS),
    });
    expect(course).toEqual(['0 look', '20 look']);
    expect(record.outcome).toBe('COMPLIANT');
  });

  test('is not waited for when nothing is wrong with it', async () => {
    expect((await run({ trigger: CREATED, facts: () => PERFECT_FACTS })).course).toEqual(['0 look']);
  });

  test('is not waited for when it is none of ours', async () => {
    const { record, course } = await run({
      trigger: CREATED,
      facts: () => blankedFacts(),
      settings: { excludedTrails: 'audit' },
    });
    expect(course).toEqual(['0 look']);
    expect(record).toMatchObject({ outcome: 'SKIPPED', reason: 'excluded-by-parameter' });
  });

  test('in a dry run is judged when its creator is done, and nothing is written', async () => {
    const { record, course } = await run({
      trigger: CREATED,
      facts: () => blankedFacts(),
      settings: { mode: 'dry-run' },
    });
    expect(course).toEqual(['0 look', '20 look']);
    expect(record.outcome).toBe('WOULD_FIX');
  });
});

describe('a trail that AWS keeps waiting', () => {
  const notYet = refused('UpdateTrail', 'InvalidCloudWatchLogsRoleArnException', 'Access denied. Check the trust.');
  const answer = (operation: Operation, seconds: number): CallResult =>
    operation === 'UpdateTrail' && seconds < 3 ? notYet : { done: true };

  test('is updated although it looks whole: it names what was just made again, and CloudTrail has not tried it', async () => {
    const dangling = factsWith({
      ...REPAIRED,
      currentGroup: read('missing'),
      currentRole: read('missing'),
      candidateGroups: read([]),
      candidateRoles: read([]),
    });
    const facts: Situation['facts'] = (_, done) => (done.has('PutRolePolicy') ? REPAIRED : dangling);
    const { record } = await run({ facts, answer });
    expect(record.applied.at(-1)).toMatchObject({ step: { operation: 'UpdateTrail' }, result: 'done' });
    expect(record.outcome).toBe('FIXED');
  });

  test('is left to its owner when they gave it a group and role of their own meanwhile', async () => {
    const { record } = await run({ facts: (s) => (s < 1 ? blankedFacts() : PERFECT_FACTS), answer });
    expect(record.applied.at(-1)).toMatchObject({ step: { operation: 'UpdateTrail' }, result: 'outdated' });
    expect(record.outcome).toBe('COMPLIANT');
  });
});

describe('a call that did harm', () => {
  const stopped = triggerWith({ eventName: 'StopLogging', tampering: 'stopped' });
  const stopShown = factsWith({ status: STOPPED });

  test('is waited for while AWS still shows the trail logging', async () => {
    const facts: Situation['facts'] = (s, done) => (done.has('StartLogging') || s < 2 ? PERFECT_FACTS : stopShown);
    const { record, course } = await run({ trigger: stopped, facts });
    expect(course.filter((entry) => entry.endsWith('StartLogging'))).toHaveLength(1);
    expect(record).toMatchObject({ outcome: 'FIXED', before: { isLogging: false } });
  });

  test('is waited for while AWS still shows the blanked values, though something else is wrong', async () => {
    const trigger = triggerWith({ tampering: 'blanked' });
    const blanked = blankedFacts({ status: STOPPED });
    const { record } = await run({
      trigger,
      facts: (s) => (s < 2 ? stopShown : blanked),
      settings: { mode: 'dry-run' },
    });
    expect(record.plan.steps.map(({ operation }) => operation)).toContain('UpdateTrail');
  });

  test('is looked for during 15 s, and then somebody has undone it', async () => {
    const { record, course } = await run({ trigger: stopped, facts: () => PERFECT_FACTS });
    expect(record.outcome).toBe('COMPLIANT');
    expect(Number.parseFloat(course.at(-1) ?? '')).toBeGreaterThan(15);
  });

  test('to a trail that is none of ours is not waited for', async () => {
    const settings = { excludedTrails: ID.name };
    const { course } = await run({ trigger: stopped, facts: () => PERFECT_FACTS, settings });
    expect(course).toEqual(['0 look']);
  });
});

describe('the ledger', () => {
  const DENIED = { operation: 'GetItem', code: 'AccessDeniedException', message: 'no' };

  test('that cannot be read keeps no trail from being repaired, is told, and learns nothing', async () => {
    const ledger = inMemoryLedger();
    ledger.failing = DENIED;
    const { record, course } = await run({ facts: once('UpdateTrail', REPAIRED), ledger });
    expect(course).toEqual(at(0, ['look', ...WRITES, 'look']));
    expect(record).toMatchObject({ outcome: 'FIXED', ledgerError: 'no' });
    expect(ledger.memories.size).toBe(0);
  });
});
