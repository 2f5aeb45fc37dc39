import { describe, expect, test } from '@jest/globals';
import { type Lease, NO_MEMORY, type TrailMemory } from '../../../../lambda/core/model/memory.ts';
import { logGroupArn } from '../../../../lambda/core/model/trail-id.ts';
import { inMemoryLedger } from '../../../support/in-memory-ledger.ts';
import {
  blankedFacts,
  factsWith,
  ID,
  NOW,
  ourGroup,
  ourRole,
  PERFECT_FACTS,
  preparedRepairFacts,
  REPAIR_FACTS,
  read,
  repairedFacts,
  repairFactsWith,
  triggerWith,
} from '../../../support/perfect-trail.ts';
import { at, changedBy, refused, type Situation, START, timedRun, WRITES } from './timed-run.ts';

const REPAIRED = repairedFacts();

describe('a run', () => {
  test('that finds nothing observes once', async () => {
    const { record, calls } = await timedRun({ facts: () => PERFECT_FACTS });
    expect(calls).toEqual(['0 observe']);
    expect(record).toMatchObject({ id: 'run-1', time: NOW, mode: 'fix', outcome: 'COMPLIANT', applied: [] });
    expect(record).not.toHaveProperty('after');
  });

  test('repairs, and observes again before it reports the repair', async () => {
    const { record, calls } = await timedRun({ facts: changedBy('UpdateTrail', REPAIRED) });
    expect(calls).toEqual(at(0, ['observe', ...WRITES, 'observe']));
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

  test('has the time of its end', async () => {
    const { record } = await timedRun({ facts: changedBy('UpdateTrail', REPAIRED), writeSeconds: 1 });
    expect(record.time).toBe(new Date(START + 4_000).toISOString());
  });

  test('in a dry run observes once, writes nothing and shows the plan', async () => {
    const { record, calls } = await timedRun({ facts: () => blankedFacts(), settings: { mode: 'dry-run' } });
    expect(calls).toEqual(['0 observe']);
    expect(record).toMatchObject({ mode: 'dry-run', outcome: 'WOULD_FIX', applied: [] });
    expect(record.plan.steps).toHaveLength(5);
  });

  test('uses the group and the role that are there', async () => {
    const { calls } = await timedRun({
      facts: changedBy('UpdateTrail', REPAIRED),
      repairFacts: () => preparedRepairFacts(),
    });
    expect(calls).toEqual(at(0, ['observe', 'UpdateTrail', 'observe']));
  });
});

describe('an account that is not as it was read', () => {
  test('is read again about a second later, and the rest of the repair is planned from that', async () => {
    const { record, calls } = await timedRun({
      facts: changedBy('UpdateTrail', REPAIRED),
      repairFacts: (seconds) => (seconds === 0 ? REPAIR_FACTS : repairFactsWith({ candidateRoles: read([ourRole()]) })),
      write: (operation) =>
        operation === 'CreateRole' ? refused(operation, 'EntityAlreadyExistsException') : undefined,
    });
    const second = ['observe', 'CreateLogGroup', 'PutRetentionPolicy', 'UpdateTrail', 'observe'];
    expect(calls).toEqual([
      ...at(0, ['observe', 'CreateLogGroup', 'PutRetentionPolicy', 'CreateRole']),
      ...at(1.12, second),
    ]);
    expect(record.outcome).toBe('FIXED');
  });

  test('ends the run after four rounds', async () => {
    const { record, calls } = await timedRun({
      facts: () => blankedFacts(),
      write: (operation) => refused(operation, 'ResourceAlreadyExistsException'),
    });
    expect(calls.filter((call) => call.endsWith('CreateLogGroup'))).toEqual(
      [0, 1.12, 2.24, 3.36].map((second) => `${second} CreateLogGroup`),
    );
    expect(record).toMatchObject({ outcome: 'FAILED', reason: 'aws-error' });
  });

  test('ends the run when the trail turns out to be healthy', async () => {
    const { record } = await timedRun({
      facts: (seconds) => (seconds === 0 ? blankedFacts() : PERFECT_FACTS),
      write: (operation) => refused(operation, 'ResourceAlreadyExistsException'),
    });
    expect(record).toMatchObject({ outcome: 'COMPLIANT' });
  });
});

describe('a trail whose UpdateTrail AWS does not accept at once', () => {
  const notYet = refused('UpdateTrail', 'InvalidCloudWatchLogsRoleArnException', 'Access denied. Check the trust.');
  const write: NonNullable<Situation['write']> = (operation, seconds) =>
    operation === 'UpdateTrail' && seconds < 3 ? notYet : undefined;

  test('is updated although it looks healthy: the group and role that it names were just created again', async () => {
    const dangling = factsWith({ ...REPAIRED, currentGroup: read('missing'), currentRole: read('missing') });
    const { record } = await timedRun({ facts: changedBy('PutRolePolicy', REPAIRED, dangling), write });
    expect(record.applied.at(-1)).toMatchObject({ step: { operation: 'UpdateTrail' }, result: 'done' });
    expect(record.outcome).toBe('FIXED');
  });

  test('is left to its owner who gave it another group and role meanwhile', async () => {
    const { record } = await timedRun({
      facts: (seconds) => (seconds < 1 ? blankedFacts() : PERFECT_FACTS),
      write,
    });
    expect(record.applied.at(-1)).toMatchObject({ step: { operation: 'UpdateTrail' }, result: 'outdated' });
    expect(record.outcome).toBe('COMPLIANT');
  });
});

describe('the lease', () => {
  const lease: Lease = {
    holder: 'another',
    until: '2026-11-20T09:10:00.000Z',
    recheckRequested: false,
    intent: { trigger: triggerWith({}), findings: [] },
  };
  const memory: TrailMemory = { ...NO_MEMORY, lease };

  test('is acquired before the first write, with what the run set out to repair', async () => {
    const ledger = inMemoryLedger();
    const seen: (Lease | undefined)[] = [];
    await timedRun({
      facts: changedBy('UpdateTrail', REPAIRED),
      ledger,
      write: () => {
        seen.push(ledger.memories.get(ID.arn)?.lease);
        return undefined;
      },
    });
    expect(seen).toHaveLength(5);
    expect(seen[0]).toMatchObject({
      holder: triggerWith({}).eventId,
      intent: { trigger: triggerWith({}), findings: [{ rule: 'log-group-not-set' }, { rule: 'role-not-set' }] },
    });
  });

  test('that another run holds allows no write', async () => {
    const { record, calls } = await timedRun({
      facts: () => blankedFacts(),
      ledger: inMemoryLedger({ [ID.arn]: memory }),
    });
    expect(calls).toEqual(['0 observe']);
    expect(record).toMatchObject({ outcome: 'SKIPPED', reason: 'another-run', applied: [] });
  });

  test('that another run holds allows no write for a new trail either', async () => {
    const { record, calls } = await timedRun({
      trigger: triggerWith({ eventName: 'CreateTrail', eventTime: NOW }),
      facts: () => blankedFacts(),
      ledger: inMemoryLedger({ [ID.arn]: memory }),
    });
    expect(calls.filter((call) => !call.endsWith('observe'))).toEqual([]);
    expect(record).toMatchObject({ outcome: 'SKIPPED', reason: 'another-run', applied: [] });
  });

  test('is not acquired in a dry run', async () => {
    const ledger = inMemoryLedger();
    await timedRun({ facts: () => blankedFacts(), ledger, settings: { mode: 'dry-run' } });
    expect(ledger.memories.size).toBe(0);
  });
});

describe('a ledger that does not answer', () => {
  test('prevents no repair; the record says so, and the run remembers nothing', async () => {
    const ledger = inMemoryLedger();
    ledger.failing = { operation: 'GetItem', code: 'AccessDeniedException', message: 'no' };
    const { record, calls } = await timedRun({ facts: changedBy('UpdateTrail', REPAIRED), ledger });
    expect(calls).toEqual(at(0, ['observe', ...WRITES, 'observe']));
    expect(record).toMatchObject({ outcome: 'FIXED', ledgerError: 'no' });
    expect(ledger.memories.size).toBe(0);
  });
});
