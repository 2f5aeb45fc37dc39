import { describe, expect, test } from '@jest/globals';
import { NO_HISTORY, type TrailFacts } from '../../../../lambda/core/model/facts.ts';
import { type Finding, withoutEvidence } from '../../../../lambda/core/model/finding.ts';
import { NO_MEMORY } from '../../../../lambda/core/model/memory.ts';
import type { AppliedStep, OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import { type Assessment, EMPTY_PLAN } from '../../../../lambda/core/model/plan.ts';
import type { Posture } from '../../../../lambda/core/model/posture.ts';
import type { Step } from '../../../../lambda/core/model/step.ts';
import { type Subject, trailSubject } from '../../../../lambda/core/model/subject.ts';
import { deniedRecord } from '../../../../lambda/core/outcome/denial-records.ts';
import type { RunTrace } from '../../../../lambda/core/outcome/run-trace.ts';
import { deletionRecord, trailRecord } from '../../../../lambda/core/outcome/trail-record.ts';
import { planFor } from '../../../../lambda/core/planning/plan.ts';
import { assess } from '../../../../lambda/core/rules/assess.ts';
import { scopeOf } from '../../../../lambda/core/scope/scope.ts';
import {
  blankedFacts,
  factsWith,
  ID,
  PERFECT_FACTS,
  PERFECT_TRAIL,
  POSTURE,
  REPAIR_FACTS,
  read,
  SETTINGS,
  TRIGGER,
  triggerWith,
  unread,
} from '../../../support/perfect-trail.ts';

const HEADER = { id: 'an-id', time: '2026-11-20T09:00:31.000Z', mode: 'fix', trigger: TRIGGER } as const;
const BLANKED = assessed(blankedFacts());
const HEALTHY = assessed(PERFECT_FACTS);
const PLAN = planFor(BLANKED, { trigger: TRIGGER, settings: SETTINGS, repairFacts: REPAIR_FACTS });
/** A run that found nothing to repair. */
const UNEVENTFUL: RunTrace = { first: HEALTHY, last: HEALTHY, plan: EMPTY_PLAN, applied: [] };
/** A run that repaired a blanked trail. */
const REPAIR: RunTrace = { first: BLANKED, last: HEALTHY, plan: PLAN, applied: PLAN.steps.map(done) };

function assessed(facts: TrailFacts): Assessment {
  return { facts, findings: assess(facts, SETTINGS, NO_HISTORY), scope: scopeOf(facts, SETTINGS) };
}

function done(step: Step): AppliedStep {
  return { step, result: 'done', attempts: 1 };
}

describe('the record of a run', () => {
  test('shows the trail before and after, and the findings that started the repair', () => {
    const record = trailRecord(HEADER, REPAIR);
    expect(record).toMatchObject({
      version: 2,
      ...HEADER,
      subject: { kind: 'trail', arn: ID.arn, name: 'audit', region: 'us-east-1', account: '111122223333' },
      trailArn: ID.arn,
      outcome: 'FIXED',
      before: { logGroupArn: '', roleArn: '', isLogging: true },
      after: { logGroupArn: PERFECT_TRAIL.logGroupArn, roleArn: PERFECT_TRAIL.roleArn, isLogging: true },
    });
    expect(record.findings.map(({ rule }) => rule)).toEqual(['log-group-not-set', 'role-not-set']);
    expect(record.remaining).toEqual([]);
  });

  test('has no state after a run without writes, and none before of a trail that could not be read', () => {
    expect(trailRecord(HEADER, UNEVENTFUL)).not.toHaveProperty('after');
    const dark = assessed(factsWith({ trail: unread('no'), status: unread('no') }));
    expect(trailRecord(HEADER, { ...UNEVENTFUL, first: dark, last: dark })).not.toHaveProperty('before');
  });

  test('says that a status could not be read', () => {
    const dim = assessed(factsWith({ status: unread('no') }));
    const plan = planFor(dim, { trigger: TRIGGER, settings: SETTINGS });
    expect(trailRecord(HEADER, { first: dim, last: dim, plan, applied: [] }).before?.isLogging).toBe('unread');
  });

  test('has a step of two rounds once in its plan, and one that changed twice', () => {
    const [create] = PLAN.steps;
    const update = PLAN.steps.at(-1);
    if (!create || update?.operation !== 'UpdateTrail')
      throw new Error('The plan creates a group and ends in UpdateTrail.');
    const other: Step = { ...update, input: { ...update.input, CloudWatchLogsRoleArn: PERFECT_TRAIL.roleArn } };
    const applied = [done(create), done(other), done(create)];
    const record = trailRecord(HEADER, { ...REPAIR, applied });
    expect(record.plan.steps.map(({ operation }) => operation)).toEqual([
      'CreateLogGroup',
      'UpdateTrail',
      ...PLAN.steps.slice(1).map(({ operation }) => operation),
    ]);
    expect(record.applied).toEqual(applied);
  });

  test('keeps the findings where it leaves the trail to another run, and has not failed', () => {
    const record = trailRecord(HEADER, { first: BLANKED, last: BLANKED, plan: PLAN, applied: [], isHeldByOther: true });
    expect(record).toMatchObject({
      outcome: 'SKIPPED',
      reason: 'another-run',
      findings: BLANKED.findings,
      remaining: BLANKED.findings,
      plan: PLAN,
    });
    expect(record).not.toHaveProperty('stage');
  });

  test('says why the ledger could not be read or updated, and nothing where it could', () => {
    expect(trailRecord(HEADER, { ...UNEVENTFUL, ledgerError: 'GetItem returned X: no' })).toMatchObject({
      outcome: 'COMPLIANT',
      ledgerError: 'GetItem returned X: no',
    });
    expect(trailRecord(HEADER, UNEVENTFUL)).not.toHaveProperty('ledgerError');
  });
});

describe('the record of a weakened trail', () => {
  const evidence = { source: 'GetTrail', saw: 'it' };
  const weakened = (rule: Finding['rule'], facts = PERFECT_FACTS): Assessment => {
    return { facts, findings: [{ rule, verdict: 'violated', evidence }], scope: { scope: 'in' } };
  };
  const trace = (last: Assessment, posture: Posture | undefined = POSTURE): RunTrace => {
    const memory = { ...NO_MEMORY, ...(posture && { posture }) };
    return { ...UNEVENTFUL, first: last, last, memory };
  };
  const elsewhere = factsWith({ trail: read({ ...PERFECT_TRAIL, logGroupArn: 'another', kmsKeyId: '' }) });

  test('has the command that restores its settings, with its target only if that is what is weaker', () => {
    const [settings] = trailRecord(HEADER, trace(weakened('key-changed', elsewhere))).restore ?? [];
    expect(settings).toContain(`--kms-key-id ${PERFECT_TRAIL.kmsKeyId} --region`);
    for (const rule of ['target-changed', 'role-changed'] as const) {
      const { restore } = trailRecord(HEADER, trace(weakened(rule, elsewhere)));
      expect(restore).toEqual([
        expect.stringContaining(`--cloud-watch-logs-log-group-arn '${PERFECT_TRAIL.logGroupArn}'`),
      ]);
    }
  });

  test('has the command that restores its event selectors only if they are what is weaker', () => {
    const { restore } = trailRecord(HEADER, trace(weakened('recording-narrowed')));
    expect(restore).toEqual([expect.stringContaining('aws cloudtrail put-event-selectors ')]);
    expect(trailRecord(HEADER, trace(weakened('key-changed')))).not.toHaveProperty('restore');
  });

  test('has no commands where the trail is unread, or nothing is known of it', () => {
    const unreadTrail = factsWith({ trail: unread('denied') });
    expect(trailRecord(HEADER, trace(weakened('recording-narrowed', unreadTrail)))).not.toHaveProperty('restore');
    const unknown = { ...UNEVENTFUL, last: weakened('recording-narrowed') };
    expect(trailRecord(HEADER, unknown)).not.toHaveProperty('restore');
    expect(trailRecord(HEADER, { ...unknown, memory: NO_MEMORY })).not.toHaveProperty('restore');
  });

  test('has the value that accepts it, and the value that the trail has', () => {
    const value = expect.stringMatching(/^[0-9a-f]{8}$/);
    expect(trailRecord(HEADER, trace(weakened('key-changed'))).accept).toStrictEqual({ value });
    const tagged = factsWith({ tags: read({ 'trailmend:accept': 'old' }) });
    expect(trailRecord(HEADER, trace(weakened('key-changed', tagged))).accept).toEqual({ value, found: 'old' });
    const unreadTags = factsWith({ tags: unread('denied') });
    expect(trailRecord(HEADER, trace(weakened('key-changed', unreadTags))).accept).toStrictEqual({ value });
    expect(trailRecord(HEADER, trace(HEALTHY))).not.toHaveProperty('accept');
  });
});

describe('the record of an event that AWS does not confirm', () => {
  const stopped = { ...HEADER, trigger: triggerWith({ eventName: 'StopLogging', tampering: 'stopped' }) };
  const unconfirmed = 'GetTrailStatus reports that the trail logs, and no stop';

  test('says what AWS shows instead', () => {
    expect(trailRecord(stopped, UNEVENTFUL)).toMatchObject({ unconfirmed });
  });

  test('leaves that to the run that holds the lease, and believes what an interrupted run had found', () => {
    expect(trailRecord(stopped, { ...UNEVENTFUL, isHeldByOther: true })).not.toHaveProperty('unconfirmed');
    const interrupted = { trigger: stopped.trigger, findings: BLANKED.findings };
    expect(trailRecord(stopped, { ...UNEVENTFUL, interrupted })).not.toHaveProperty('unconfirmed');
  });
});

describe('a change of the exclusion', () => {
  const sweep = { ...HEADER, trigger: { kind: 'sweep', time: HEADER.time } } as const;
  const memory = { ...NO_MEMORY, exclusion: 'true' };

  test('is in the record of a sweep', () => {
    expect(trailRecord(sweep, { ...UNEVENTFUL, memory })).toMatchObject({ exclusion: { was: 'true' } });
  });

  test('is unknown without the ledger, and left to the run that holds the lease', () => {
    expect(trailRecord(sweep, UNEVENTFUL)).not.toHaveProperty('exclusion');
    expect(trailRecord(sweep, { ...UNEVENTFUL, memory, isHeldByOther: true })).not.toHaveProperty('exclusion');
  });
});

test('a repair that others undo again and again is counted', () => {
  const repair = { time: HEADER.time, concerns: ['log-group'] };
  const memory = { ...NO_MEMORY, repairs: [repair, repair] };
  expect(trailRecord(HEADER, { ...REPAIR, memory }).recurrence).toMatchObject({ count: 3 });
  expect(trailRecord(HEADER, REPAIR)).not.toHaveProperty('recurrence');
});

const REGION: Subject = { kind: 'region', region: 'eu-west-1', account: ID.account };

describe('the record of a call that is reported without a run', () => {
  const DELETED = {
    reason: 'trail-deleted',
    detail: 'The trail was deleted. Its events are no longer recorded, unless another trail records them.',
    whoCanAct: 'the owner of the trail (create it again)',
  };
  const DENIED = {
    reason: 'attempt-denied',
    detail: 'The event says that AWS denied the call, and so changed nothing. No call of AWS can confirm it.',
    whoCanAct: 'the person responsible for the caller',
  };

  const deleted = { ...HEADER, trigger: triggerWith({ tampering: 'deleted' }) };
  const denied = { ...HEADER, trigger: triggerWith({ tampering: 'denied-attempt' }) };
  const trail = trailSubject(ID);

  test.each<[string, OutcomeRecord, object]>([
    ['a deleted trail', deletionRecord(deleted, trail), { ...deleted, subject: trail, trailArn: ID.arn, ...DELETED }],
    ['a denied call', deniedRecord(denied, trail), { ...denied, subject: trail, trailArn: ID.arn, ...DENIED }],
    ['a denied call that names no trail', deniedRecord(denied, REGION), { ...denied, subject: REGION, ...DENIED }],
  ])('%s', (_what, record, expected) => {
    expect(record).toEqual({
      version: 2,
      outcome: 'SKIPPED',
      findings: [],
      remaining: [],
      plan: { steps: [], refused: [] },
      applied: [],
      ...expected,
    });
  });
});

test('the record of a deleted trail says what is lost, and which of its settings nobody knows', () => {
  const deleted = (posture: Posture) => deletionRecord(HEADER, trailSubject(ID), { ...NO_MEMORY, posture });
  const lost = 'The trail was deleted. Its events are no longer recorded, unless another trail records them.';
  const aggregation = ' Its event aggregation (GetEventConfiguration) is unknown: trailmend does not read it.';
  expect(deletionRecord(HEADER, trailSubject(ID))).toMatchObject({
    outcome: 'SKIPPED',
    detail: lost,
    whoCanAct: 'the owner of the trail (create it again)',
  });
  expect(deleted(POSTURE).detail).toBe(`${lost}${aggregation}`);
  const { tags: _, ...untagged } = { ...POSTURE, trail: { ...PERFECT_TRAIL, hasInsightSelectors: true as const } };
  expect(deleted(untagged).detail).toBe(
    `${lost} trailmend does not know its Insights selectors and its tags.${aggregation}`,
  );
});

describe('a healthy trail that an interrupted run had set out to repair', () => {
  const INTERRUPTED = { trigger: triggerWith({ eventId: 'the-first' }), findings: BLANKED.findings };
  const healthy = trailRecord(HEADER, UNEVENTFUL);
  const recommendation: Finding = {
    rule: 'not-encrypted',
    verdict: 'violated',
    evidence: { source: 'GetTrail', saw: 'KmsKeyId is not set' },
  };

  test('is reported as repaired, with what that run had found and what had started it', () => {
    expect(trailRecord(HEADER, { ...UNEVENTFUL, interrupted: INTERRUPTED })).toEqual({
      ...healthy,
      trigger: INTERRUPTED.trigger,
      findings: withoutEvidence(INTERRUPTED.findings),
      outcome: 'FIXED',
      reason: 'repaired',
      detail:
        "The trail is compliant. The ledger says that an earlier run was interrupted before it could report its repair; the calls that it made are in the function's log and in CloudTrail.",
    });
  });

  test.each<[string, RunTrace]>([
    ['no run was interrupted', UNEVENTFUL],
    ['that run had found nothing', { ...UNEVENTFUL, interrupted: { ...INTERRUPTED, findings: [] } }],
    [
      'that run had found recommendations alone',
      { ...UNEVENTFUL, interrupted: { ...INTERRUPTED, findings: [recommendation] } },
    ],
  ])('is compliant where %s', (_what, trace) => {
    expect(trailRecord(HEADER, trace)).toEqual(healthy);
  });

  test.each<[string, RunTrace]>([
    ['this run repaired the trail', REPAIR],
    ['something is still wrong', { ...REPAIR, last: BLANKED }],
    ['another run holds the lease', { ...REPAIR, isHeldByOther: true }],
  ])('does not replace what this run reports where %s', (_what, trace) => {
    expect(trailRecord(HEADER, { ...trace, interrupted: INTERRUPTED })).toEqual(trailRecord(HEADER, trace));
  });
});
