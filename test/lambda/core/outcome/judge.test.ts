import { describe, expect, test } from '@jest/globals';
import type { AwsError } from '../../../../lambda/core/model/aws-result.ts';
import type { TrailFacts } from '../../../../lambda/core/model/facts.ts';
import type { Finding } from '../../../../lambda/core/model/finding.ts';
import type { AppliedStep } from '../../../../lambda/core/model/outcome.ts';
import type { Assessment, Refusal } from '../../../../lambda/core/model/plan.ts';
import type { RuleId } from '../../../../lambda/core/model/rule-catalog.ts';
import type { Scope } from '../../../../lambda/core/model/scope.ts';
import type { Operation, Step } from '../../../../lambda/core/model/step.ts';
import { logGroupArn } from '../../../../lambda/core/model/trail-id.ts';
import { judge, type Run } from '../../../../lambda/core/outcome/judge.ts';
import { planFor } from '../../../../lambda/core/planning/plan.ts';
import { assess } from '../../../../lambda/core/rules/assess.ts';
import {
  blankedFacts,
  factsWith,
  ID,
  PERFECT_FACTS,
  PERFECT_TRAIL,
  read,
  SETTINGS,
  TRIGGER,
  triggerWith,
} from '../../../support/perfect-trail.ts';

const TRIED = triggerWith({ eventName: 'StopLogging' });

function judged(
  before: TrailFacts,
  errors: Partial<Record<Operation, string>>,
  after: TrailFacts,
): ReturnType<typeof judge> {
  const scope = { scope: 'in' } as const;
  const plan = planFor({ facts: before, findings: assess(before, SETTINGS), scope }, TRIED, SETTINGS);
  const applied = plan.steps.map((step): AppliedStep => {
    const code = errors[step.operation];
    const error: AwsError = { operation: step.operation, code: code ?? '', message: 'so it said' };
    return code === undefined ? { step, result: 'done', attempts: 1 } : { step, result: 'failed', attempts: 3, error };
  });
  return judge({ mode: 'fix', plan, applied, last: { facts: after, findings: assess(after, SETTINGS), scope } });
}

const STOPPED_AND_BLANK = blankedFacts({ status: read({ isLogging: false }) });

test('an error is told with what AWS said and how often it was tried', () => {
  expect(judged(blankedFacts(), { UpdateTrail: 'ThrottlingException' }, blankedFacts())).toEqual({
    outcome: 'FAILED',
    reason: 'aws-error',
    stage: 'apply',
    detail: 'UpdateTrail answered ThrottlingException: so it said (after 3 attempts)',
  });
});

test('an error is not to blame when what its call should have repaired is whole', () => {
  const stillBlank = blankedFacts();
  expect(judged(STOPPED_AND_BLANK, { StartLogging: 'InternalFailure' }, stillBlank)).toMatchObject({
    outcome: 'FAILED',
    reason: 'not-seen-repaired',
    detail: expect.stringContaining('log-group-not-set (GetTrail: CloudWatchLogsLogGroupArn is not set)'),
  });
});

test('an error of StartLogging alone is to blame while the trail does not log', () => {
  const stopped = factsWith({ status: read({ isLogging: false }) });
  expect(judged(STOPPED_AND_BLANK, { StartLogging: 'AccessDeniedException' }, stopped)).toMatchObject({
    outcome: 'BLOCKED',
    reason: 'access-denied',
  });
});

test('a trail that somebody else repaired is compliant, not fixed', () => {
  expect(judged(blankedFacts(), { UpdateTrail: 'ConflictException' }, PERFECT_FACTS)).toMatchObject({
    outcome: 'COMPLIANT',
    detail: expect.stringContaining('CreateLogGroup'),
  });
});

test('nothing to do says no more than that', () => {
  expect(
    judge({
      mode: 'fix',
      plan: planFor({ facts: PERFECT_FACTS, findings: [], scope: { scope: 'in' } }, TRIGGER, SETTINGS),
      applied: [],
      last: { facts: PERFECT_FACTS, findings: [], scope: { scope: 'in' } },
    }),
  ).toEqual({
    outcome: 'COMPLIANT',
    reason: 'nothing-to-do',
    detail: 'Nothing is wrong with the trail.',
  });
});

describe('metric filters', () => {
  const CIS = { ...SETTINGS, metricFilters: 'cis' } as const;
  const GROUP = logGroupArn(ID, '/trailmend/audit');
  const trail = read({ ...PERFECT_TRAIL, logGroupArn: GROUP });
  const lacking = factsWith({ trail, metricFilters: read([]) });
  const whole = factsWith({ trail });
  const scope = { scope: 'in' } as const;
  const { steps } = planFor({ facts: lacking, findings: assess(lacking, CIS), scope }, TRIED, CIS);

  function judgedAfter(result: (step: Step) => AppliedStep, after: TrailFacts): ReturnType<typeof judge> {
    const last = { facts: after, findings: assess(after, CIS), scope };
    return judge({ mode: 'fix', plan: { steps, refused: [] }, applied: steps.map(result), last });
  }
  const done = (step: Step): AppliedStep => ({ step, result: 'done', attempts: 1 });
  const failed = (step: Step): AppliedStep => {
    const error = { operation: step.operation, code: 'InternalFailure', message: 'so it said' };
    return { step, result: 'failed', attempts: 1, error };
  };

  test('that were put back are a repair, even by calls whose answer was an error', () => {
    expect(judgedAfter(done, whole)).toMatchObject({ outcome: 'FIXED', reason: 'repaired' });
    expect(judgedAfter(failed, whole)).toMatchObject({ outcome: 'FIXED', reason: 'repaired' });
  });

  test('that were put into a group which the trail does not name are none', () => {
    expect(judgedAfter(done, PERFECT_FACTS)).toMatchObject({ outcome: 'COMPLIANT' });
  });

  test('the one that failed is to blame, although calls after it succeeded', () => {
    const first = (step: Step) => (step === steps[0] ? failed(step) : done(step));
    expect(judgedAfter(first, lacking)).toMatchObject({
      outcome: 'FAILED',
      reason: 'aws-error',
      detail: 'PutMetricFilter answered InternalFailure: so it said',
    });
  });
});

describe('what was seen last is told as it is', () => {
  const evidence = { source: 'GetTrail', saw: 'it' };
  const finding = (rule: RuleId): Finding => ({ rule, verdict: 'violated', evidence });
  const refusal = (rule: RuleId, changes: Partial<Refusal> = {}): Refusal => {
    return { rule, reason: 'cost', detail: `about ${rule}`, whoCanAct: 'the owner', ...changes };
  };
  const run = (changes: Partial<Run>, last: Partial<Assessment> = {}) =>
    judge({
      mode: 'fix',
      plan: { steps: [], refused: [] },
      applied: [],
      ...changes,
      last: { facts: PERFECT_FACTS, findings: [finding('not-logging')], scope: { scope: 'in' }, ...last },
    });
  const START: Step = { operation: 'StartLogging', input: { Name: ID.arn }, needs: [], repairs: ['not-logging'] };
  const attempt = (step: Step, result: AppliedStep['result']): AppliedStep => ({ step, result, attempts: 1 });

  test('a dry run says how many calls it left out, unless there were none', () => {
    const plan = { steps: [START, START], refused: [refusal('not-logging')] };
    expect(run({ mode: 'dry-run', plan })).toEqual({
      outcome: 'WOULD_FIX',
      reason: 'dry-run',
      detail: 'Mode is dry-run: 2 calls were left out.',
    });
    expect(run({ mode: 'dry-run', plan: { ...plan, steps: [] } }).outcome).toBe('BLOCKED');
    expect(run({ plan }).outcome).toBe('BLOCKED');
  });

  test('advice alone is nothing to do, and another log group is told besides', () => {
    const told = { outcome: 'COMPLIANT', reason: 'nothing-to-do' };
    const detail = 'Nothing is wrong with the trail.';
    expect(run({}, { findings: [finding('not-encrypted')] })).toEqual({ ...told, detail });
    expect(run({}, { findings: [finding('target-changed')] })).toEqual({
      ...told,
      detail: `${detail} It delivers to another log group than before.`,
    });
  });

  test('what a run did beside a repair by somebody else is told', () => {
    const create: Step = {
      operation: 'CreateLogGroup',
      input: { logGroupName: 'g', tags: {} },
      needs: [],
      repairs: ['log-group-not-set'],
    };
    const retain: Step = {
      operation: 'PutRetentionPolicy',
      input: { logGroupName: 'g', retentionInDays: 1 },
      needs: [],
      repairs: ['log-group-not-set', 'retention-short'],
    };
    const applied = [attempt(create, 'done'), attempt(retain, 'done'), attempt(START, 'failed')];
    expect(run({ applied }, { findings: [] }).detail).toBe(
      'Nothing is wrong with the trail. Another call completed it meanwhile; this run did: CreateLogGroup, PutRetentionPolicy.',
    );
    const alone = { ...retain, repairs: ['retention-short'] } as Step;
    expect(run({ applied: [attempt(alone, 'done')] }, { findings: [] })).toEqual({
      outcome: 'FIXED',
      reason: 'repaired',
      detail: 'Every finding was repaired, and read back.',
    });
    expect(run({ applied: [attempt(START, 'done')] }, { findings: [] }).outcome).toBe('FIXED');
  });

  test('a repair whose answer was an error is one when it is seen', () => {
    const retain = (changes: object = {}): Step => ({
      operation: 'PutRetentionPolicy',
      input: { logGroupName: 'audit-logs', retentionInDays: 400, ...changes },
      needs: [],
      repairs: ['retention-short'],
    });
    const outcomeOf = (step: Step, result: AppliedStep['result'], facts: Partial<TrailFacts> = {}) =>
      run({ applied: [attempt(step, result)] }, { findings: [], facts: factsWith(facts) }).outcome;
    expect(outcomeOf(retain(), 'failed')).toBe('FIXED');
    expect(outcomeOf(retain({ retentionInDays: 365 }), 'failed')).toBe('COMPLIANT');
    expect(outcomeOf(retain({ logGroupName: 'another' }), 'failed')).toBe('COMPLIANT');
    expect(outcomeOf({ ...retain(), repairs: ['log-group-class'] }, 'failed')).toBe('COMPLIANT');
    expect(outcomeOf(retain(), 'failed', { currentGroup: read('missing') })).toBe('COMPLIANT');
    expect(outcomeOf(retain(), 'failed', { currentGroup: { read: false, why: 'denied' } })).toBe('COMPLIANT');
    const filter: Step = {
      operation: 'PutMetricFilter',
      input: { logGroupName: 'audit-logs', filterName: 'f', filterPattern: '{}', metricTransformations: [] },
      needs: [],
      repairs: ['metric-filters'],
    };
    expect(outcomeOf(filter, 'failed')).toBe('FIXED');
    expect(outcomeOf(filter, 'not-attempted')).toBe('COMPLIANT');
    expect(outcomeOf(filter, 'failed', { trail: read({ ...PERFECT_TRAIL, logGroupArn: '' }) })).toBe('COMPLIANT');
    expect(outcomeOf(START, 'failed', { currentGroup: read('missing') })).toBe('COMPLIANT');
    expect(outcomeOf(filter, 'failed', { trail: { read: false, why: 'denied' } })).toBe('COMPLIANT');
  });

  test.each<[Scope, object]>([
    [
      { scope: 'out', reason: 'control-tower', detail: 'd', whoCanAct: 'w' },
      { outcome: 'SKIPPED', reason: 'control-tower', detail: 'd', whoCanAct: 'w' },
    ],
    [
      { scope: 'unknown', reason: 'unread-fact', detail: 'd', whoCanAct: 'w' },
      { outcome: 'FAILED', reason: 'unread-fact', detail: 'd', whoCanAct: 'w', stage: 'observe' },
    ],
    [
      { scope: 'unknown', reason: 'exclusion-not-understood', detail: 'd', whoCanAct: 'w' },
      { outcome: 'BLOCKED', reason: 'exclusion-not-understood', detail: 'd', whoCanAct: 'w' },
    ],
  ])('the scope %j', (scope, expected) => expect(run({}, { scope })).toEqual(expected));

  test('refusals are told together, each text once, under the reason of the last', () => {
    const findings = [finding('not-logging'), finding('role-not-set'), finding('role-trust')];
    const refused = [
      refusal('not-logging', { reason: 'restart-not-allowed' }),
      refusal('role-not-set', { detail: 'same' }),
      refusal('role-trust', { detail: 'same', whoCanAct: 'an administrator' }),
    ];
    expect(run({ plan: { steps: [], refused } }, { findings })).toEqual({
      outcome: 'BLOCKED',
      reason: 'cost',
      detail: 'about not-logging; same',
      whoCanAct: 'the owner; an administrator',
    });
  });

  test('a fact that was not read is told before other refusals, and only while its finding is there', () => {
    const refused = [refusal('not-logging'), refusal('role-trust', { reason: 'unread-fact' })];
    const findings = [finding('not-logging'), finding('role-trust')];
    expect(run({ plan: { steps: [], refused } }, { findings })).toEqual({
      outcome: 'FAILED',
      reason: 'unread-fact',
      detail: 'about role-trust',
      whoCanAct: 'the owner',
      stage: 'observe',
    });
    expect(run({ plan: { steps: [], refused } }).outcome).toBe('BLOCKED');
  });

  test('what is still found after the writes is told with its evidence', () => {
    const findings = [finding('not-logging'), finding('role-not-set')];
    const plan = { steps: [START], refused: [] };
    expect(run({ plan, applied: [attempt(START, 'done')] }, { findings })).toEqual({
      outcome: 'FAILED',
      reason: 'not-seen-repaired',
      detail: 'Still found after the writes: not-logging (GetTrail: it); role-not-set (GetTrail: it)',
      stage: 'read-back',
    });
    const refused = [refusal('not-logging')];
    expect(run({ plan: { ...plan, refused } }, { findings }).detail).toBe(
      'Still found after the writes: role-not-set (GetTrail: it)',
    );
  });

  test('an error that somebody has to act on is told with what to do', () => {
    const error = { operation: 'StartLogging', code: 'AccessDenied', message: 'no' };
    const applied = [{ ...attempt(START, 'failed'), error }];
    const told = {
      outcome: 'BLOCKED',
      reason: 'access-denied',
      detail: 'StartLogging answered AccessDenied: no (a policy denies this call to the role trailmend-function)',
      whoCanAct: 'an administrator of the account',
    };
    expect(run({ plan: { steps: [START], refused: [] }, applied })).toEqual(told);
    const findings = [finding('not-logging'), finding('role-not-set')];
    expect(run({ plan: { steps: [START], refused: [] }, applied }, { findings })).toEqual(told);
    expect(run({ plan: { steps: [], refused: [] }, applied }).reason).toBe('not-seen-repaired');
    const later = [...applied, attempt(START, 'done')];
    expect(run({ plan: { steps: [START], refused: [] }, applied: later }).reason).toBe('not-seen-repaired');
  });
});
