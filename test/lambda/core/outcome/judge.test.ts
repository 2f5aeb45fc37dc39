import { describe, expect, test } from '@jest/globals';
import type { AwsError } from '../../../../lambda/core/model/aws-result.ts';
import { NO_HISTORY, type TrailFacts } from '../../../../lambda/core/model/facts.ts';
import type { Finding } from '../../../../lambda/core/model/finding.ts';
import type { AppliedStep, Judgement } from '../../../../lambda/core/model/outcome.ts';
import { type Assessment, EMPTY_PLAN, type Plan, type Refusal } from '../../../../lambda/core/model/plan.ts';
import type { RuleId } from '../../../../lambda/core/model/rule-catalog.ts';
import type { OutOfScopeReason, Scope } from '../../../../lambda/core/model/scope.ts';
import type { Settings } from '../../../../lambda/core/model/settings.ts';
import type { Operation, Step } from '../../../../lambda/core/model/step.ts';
import { logGroupArn } from '../../../../lambda/core/model/trail-id.ts';
import { judge } from '../../../../lambda/core/outcome/judge.ts';
import type { RunTrace } from '../../../../lambda/core/outcome/run-trace.ts';
import { planFor } from '../../../../lambda/core/planning/plan.ts';
import { assess } from '../../../../lambda/core/rules/assess.ts';
import {
  blankedFacts,
  factsWith,
  ID,
  NOW,
  PERFECT_FACTS,
  PERFECT_TRAIL,
  REPAIR_FACTS,
  read,
  SETTINGS,
  triggerWith,
} from '../../../support/perfect-trail.ts';

const TRIGGER = triggerWith({ eventName: 'StopLogging' });

function assessed(facts: TrailFacts, settings: Settings = SETTINGS): Assessment {
  return { facts, findings: assess(facts, settings, NO_HISTORY), scope: { scope: 'in' } };
}

function planned(assessment: Assessment, settings: Settings = SETTINGS): Plan {
  return planFor(assessment, { trigger: TRIGGER, settings, repairFacts: REPAIR_FACTS });
}

/** The judgement of a run whose calls met these errors, and which last observed these facts. */
function judged(before: TrailFacts, errors: Partial<Record<Operation, string>>, after: TrailFacts): Judgement {
  const first = assessed(before);
  const plan = planned(first);
  const applied = plan.steps.map((step): AppliedStep => {
    const code = errors[step.operation];
    const error: AwsError = { operation: step.operation, code: code ?? '', message: 'so it said' };
    return code === undefined ? { step, result: 'done', attempts: 1 } : { step, result: 'failed', attempts: 3, error };
  });
  return judge('fix', { first, plan, applied, last: assessed(after) });
}

const STOPPED_AND_BLANK = blankedFacts({ status: read({ isLogging: false, latestDelivery: NOW }) });

test('an error is reported with the message of AWS and the number of attempts', () => {
  expect(judged(blankedFacts(), { UpdateTrail: 'ThrottlingException' }, blankedFacts())).toEqual({
    outcome: 'FAILED',
    reason: 'aws-error',
    stage: 'apply',
    detail: 'UpdateTrail returned ThrottlingException: "so it said" (after 3 attempts)',
  });
});

test('an error does not count when what its call should have repaired is repaired', () => {
  const stillBlank = blankedFacts();
  expect(judged(STOPPED_AND_BLANK, { StartLogging: 'InternalFailure' }, stillBlank)).toMatchObject({
    outcome: 'FAILED',
    reason: 'not-seen-repaired',
    detail: expect.stringContaining('log-group-not-set (CloudWatchLogsLogGroupArn is not set), role-not-set'),
  });
});

test('an error of StartLogging counts while the trail does not log', () => {
  const stopped = factsWith({ status: read({ isLogging: false, latestDelivery: NOW }) });
  expect(judged(STOPPED_AND_BLANK, { StartLogging: 'AccessDeniedException' }, stopped)).toMatchObject({
    outcome: 'BLOCKED',
    reason: 'access-denied',
  });
});

test('a trail that another caller repaired is compliant, not fixed', () => {
  expect(judged(blankedFacts(), { UpdateTrail: 'ConflictException' }, PERFECT_FACTS)).toMatchObject({
    outcome: 'COMPLIANT',
    detail: expect.stringContaining('CreateLogGroup'),
  });
});

test('a run without findings and calls is compliant', () => {
  const healthy = assessed(PERFECT_FACTS);
  expect(judge('fix', { first: healthy, last: healthy, plan: planned(healthy), applied: [] })).toEqual({
    outcome: 'COMPLIANT',
    reason: 'nothing-to-do',
    detail: 'The trail is compliant.',
  });
});

describe('metric filters', () => {
  const CIS = { ...SETTINGS, metricFilters: 'cis' } as const;
  const GROUP = logGroupArn(ID, '/trailmend/audit');
  const trail = read({ ...PERFECT_TRAIL, logGroupArn: GROUP });
  const lacking = assessed(factsWith({ trail, metricFilters: read([]) }), CIS);
  const complete = factsWith({ trail });
  const { steps } = planned(lacking, CIS);

  function judgedAfter(result: (step: Step) => AppliedStep, after: TrailFacts): Judgement {
    const plan = { steps, refused: [] };
    return judge('fix', { first: lacking, plan, applied: steps.map(result), last: assessed(after, CIS) });
  }
  const done = (step: Step): AppliedStep => ({ step, result: 'done', attempts: 1 });
  const failed = (step: Step): AppliedStep => {
    const error = { operation: step.operation, code: 'InternalFailure', message: 'so it said' };
    return { step, result: 'failed', attempts: 1, error };
  };

  test('that were restored are a repair, also by calls that returned an error', () => {
    expect(judgedAfter(done, complete)).toMatchObject({ outcome: 'FIXED', reason: 'repaired' });
    expect(judgedAfter(failed, complete)).toMatchObject({ outcome: 'FIXED', reason: 'repaired' });
  });

  test('of a log group that the trail does not name are no repair', () => {
    expect(judgedAfter(done, PERFECT_FACTS)).toMatchObject({ outcome: 'COMPLIANT' });
  });

  test('fail with the call that failed, although later calls succeeded', () => {
    const first = (step: Step) => (step === steps[0] ? failed(step) : done(step));
    expect(judgedAfter(first, lacking.facts)).toMatchObject({
      outcome: 'FAILED',
      reason: 'aws-error',
      detail: 'PutMetricFilter returned InternalFailure: "so it said"',
    });
  });
});

describe('the last observation decides', () => {
  const evidence = { source: 'GetTrail', saw: 'it' };
  const finding = (rule: RuleId): Finding => ({ rule, verdict: 'violated', evidence });
  const refusal = (rule: RuleId, changes: Partial<Refusal> = {}): Refusal => {
    return { rule, reason: 'cost', detail: `about ${rule}`, whoCanAct: 'the owner', ...changes };
  };
  const run = (
    { mode = 'fix', ...changes }: Partial<RunTrace> & { readonly mode?: 'fix' | 'dry-run' },
    last: Partial<Assessment> = {},
  ) => {
    const seen: Assessment = {
      facts: PERFECT_FACTS,
      findings: [finding('not-logging')],
      scope: { scope: 'in' },
      ...last,
    };
    return judge(mode, { first: seen, plan: EMPTY_PLAN, applied: [], ...changes, last: seen });
  };
  const START: Step = { operation: 'StartLogging', input: { Name: ID.arn }, needs: [], repairs: ['not-logging'] };
  const attempt = (step: Step, result: AppliedStep['result']): AppliedStep => ({ step, result, attempts: 1 });

  test('a dry run says how many calls it did not make, unless there were none', () => {
    const plan = { steps: [START, START], refused: [refusal('not-logging')] };
    expect(run({ mode: 'dry-run', plan })).toEqual({
      outcome: 'WOULD_FIX',
      reason: 'dry-run',
      detail: 'Mode is dry-run: trailmend did not make 2 calls.',
    });
    expect(run({ mode: 'dry-run', plan: { ...plan, steps: [START] } }).detail).toBe(
      'Mode is dry-run: trailmend did not make 1 call.',
    );
    expect(run({ mode: 'dry-run', plan: { ...plan, steps: [] } }).outcome).toBe('BLOCKED');
    expect(run({ plan }).outcome).toBe('BLOCKED');
  });

  test('a trail with recommendations alone is compliant', () => {
    const compliant = { outcome: 'COMPLIANT', reason: 'nothing-to-do' };
    const detail = 'The trail is compliant.';
    expect(run({}, { findings: [finding('not-encrypted')] })).toEqual({ ...compliant, detail });
  });

  describe('a trail that is weaker than its posture is BLOCKED', () => {
    const WEAKER = 'The trail is weaker than its owner accepted: it. trailmend does not change these settings.';
    const weakened = [finding('target-changed')];
    const blocked = { outcome: 'BLOCKED', reason: 'weakened', whoCanAct: expect.stringContaining('the owner') };

    test('where nothing else is wrong with it', () => {
      expect(run({}, { findings: weakened })).toEqual({ ...blocked, detail: WEAKER });
    });

    test('although trailmend repaired the rest', () => {
      expect(run({ applied: [attempt(START, 'done')] }, { findings: weakened })).toEqual({
        ...blocked,
        detail: `${WEAKER} trailmend repaired the trail, and verified the repair by reading the trail again.`,
      });
    });

    test('although it is excluded, but not where others report it', () => {
      const out = (reason: OutOfScopeReason) => ({ scope: 'out', reason, detail: 'Out.', whoCanAct: 'x' }) as const;
      const judged = (reason: OutOfScopeReason) => run({}, { findings: weakened, scope: out(reason) });
      expect(judged('excluded-by-tag')).toEqual({ ...blocked, detail: `${WEAKER} Out.` });
      for (const reason of ['shadow-trail', 'organization-member', 'trail-gone'] as const) {
        expect(judged(reason)).toMatchObject({ outcome: 'SKIPPED', reason });
      }
    });

    test('but for the reason that keeps trailmend from a repair, if there is one', () => {
      const refusal = { rule: 'not-logging', reason: 'restart-not-allowed', detail: 'No.', whoCanAct: 'x' } as const;
      const plan = { steps: [], refused: [refusal] };
      expect(run({ plan }, { findings: [finding('not-logging'), ...weakened] }).reason).toBe(refusal.reason);
    });
  });

  test('the calls of a run whose repair another caller completed are named', () => {
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
      'The trail is compliant. Another caller completed the repair. This run made: CreateLogGroup, PutRetentionPolicy.',
    );
    expect(run({ applied: [attempt(START, 'done')] }, { findings: [] })).toEqual({
      outcome: 'FIXED',
      reason: 'repaired',
      detail: 'trailmend repaired the trail, and verified the repair by reading the trail again.',
    });
  });

  test('the retention, a filter or a failed call is a repair when its effect is visible', () => {
    const retain = (changes: object = {}): Step => ({
      operation: 'PutRetentionPolicy',
      input: { logGroupName: 'audit-logs', retentionInDays: 400, ...changes },
      needs: [],
      repairs: ['retention-short'],
    });
    const outcomeOf = (step: Step, result: AppliedStep['result'], facts: Partial<TrailFacts> = {}) =>
      run({ applied: [attempt(step, result)] }, { findings: [], facts: factsWith(facts) }).outcome;
    expect(outcomeOf(retain(), 'done')).toBe('FIXED');
    expect(outcomeOf(retain({ retentionInDays: 365 }), 'done')).toBe('COMPLIANT');
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

  test('refusals are reported together, each text once, with the reason of the last', () => {
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

  test('an unread fact is reported before other refusals, and only while its finding remains', () => {
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

  test('a finding that remains after the writes is named', () => {
    const findings = [finding('not-logging'), finding('role-not-set')];
    const plan = { steps: [START], refused: [] };
    expect(run({ plan, applied: [attempt(START, 'done')] }, { findings })).toEqual({
      outcome: 'FAILED',
      reason: 'not-seen-repaired',
      detail: 'still found after the writes: not-logging (it), role-not-set (it)',
      stage: 'read-back',
    });
    const refused = [refusal('not-logging')];
    expect(run({ plan: { ...plan, refused } }, { findings }).detail).toBe(
      'still found after the writes: role-not-set (it)',
    );
  });

  test('an error that needs a person is reported with advice', () => {
    const error = { operation: 'StartLogging', code: 'AccessDenied', message: 'no' };
    const applied = [{ ...attempt(START, 'failed'), error }];
    const blocked = {
      outcome: 'BLOCKED',
      reason: 'access-denied',
      detail: 'StartLogging returned AccessDenied: no (a policy denies this call to the role trailmend-function)',
      whoCanAct: 'an administrator of the account',
    };
    expect(run({ plan: { steps: [START], refused: [] }, applied })).toEqual(blocked);
    const findings = [finding('not-logging'), finding('role-not-set')];
    expect(run({ plan: { steps: [START], refused: [] }, applied }, { findings })).toEqual(blocked);
    expect(run({ plan: { steps: [], refused: [] }, applied }).reason).toBe('not-seen-repaired');
    const later = [...applied, attempt(START, 'done')];
    expect(run({ plan: { steps: [START], refused: [] }, applied: later }).reason).toBe('not-seen-repaired');
  });

  test('another run that holds the lease goes before everything else', () => {
    const held = {
      outcome: 'SKIPPED',
      reason: 'another-run',
      detail: 'Another run of trailmend is working on the trail. It will observe the trail again before it ends.',
      whoCanAct: 'nobody: the other run repairs the trail',
    };
    expect(run({ isHeldByOther: true })).toEqual(held);
    const scope: Scope = { scope: 'out', reason: 'control-tower', detail: 'd', whoCanAct: 'w' };
    expect(run({ isHeldByOther: true }, { scope })).toEqual(held);
    expect(run({ isHeldByOther: true, mode: 'dry-run', plan: { steps: [START], refused: [] } })).toEqual(held);
    expect(run({ isHeldByOther: false }).reason).toBe('not-seen-repaired');
  });

  test('a paused repair is no failure, and does not hide another refusal', () => {
    const paused = { ...refusal('retention-short'), reason: 'paused' as const };
    const found = [finding('retention-short')];
    expect(run({ plan: { steps: [], refused: [paused] } }, { findings: found })).toMatchObject({
      outcome: 'SKIPPED',
      reason: 'paused',
    });
    const late = { ...refusal('delivery-stale'), reason: 'awaiting-second-look' as const };
    expect(
      run({ plan: { steps: [], refused: [late, paused] } }, { findings: [finding('delivery-stale'), ...found] }),
    ).toMatchObject({ reason: 'awaiting-second-look', detail: 'about delivery-stale; about retention-short' });
    const others = { steps: [], refused: [refusal('not-logging'), paused] };
    expect(run({ plan: others }, { findings: [finding('not-logging'), ...found] })).toMatchObject({
      outcome: 'BLOCKED',
      reason: refusal('not-logging').reason,
    });
  });

  test('deliveries that await a second look are no failure, and do not hide a repair or another refusal', () => {
    const awaited = [{ ...finding('delivery-stale'), verdict: 'undecided' as const }];
    const refused = [{ ...refusal('delivery-stale'), reason: 'awaiting-second-look' as const }];
    const plan = { steps: [], refused };
    expect(run({ plan }, { findings: awaited })).toEqual({
      outcome: 'SKIPPED',
      reason: 'awaiting-second-look',
      detail: 'about delivery-stale',
      whoCanAct: refused[0]?.whoCanAct,
    });
    const applied = [attempt(START, 'done')];
    expect(run({ plan, applied }, { findings: awaited })).toMatchObject({
      outcome: 'FIXED',
      reason: 'repaired',
      detail: 'trailmend repaired the other findings. about delivery-stale',
    });
    const others = { steps: [], refused: [refusal('not-logging'), ...refused] };
    expect(run({ plan: others }, { findings: [finding('not-logging'), ...awaited] })).toMatchObject({
      outcome: 'BLOCKED',
      reason: refusal('not-logging').reason,
      detail: 'about not-logging; about delivery-stale',
    });
  });

  test('a repair that awaits its verification is judged by deliveries, unless something else is found', () => {
    const { logGroupArn: group, roleArn } = PERFECT_TRAIL;
    const verification = { since: '2026-11-20T08:00:00.000Z', target: { logGroupArn: group, roleArn } };
    const stale = [finding('delivery-stale'), finding('delivery-error')];
    const awaited = stale.map((one) => ({ ...one, verdict: 'undecided' as const }));
    expect(run({ verification }, { findings: stale })).toMatchObject({ outcome: 'FAILED', reason: 'not-delivered' });
    expect(run({ verification }, { findings: awaited })).toMatchObject({ outcome: 'VERIFIED', reason: 'delivered' });
    expect(run({ verification }, { findings: [] })).toMatchObject({ outcome: 'VERIFIED', reason: 'delivered' });
    expect(run({}, { findings: stale }).reason).toBe('not-seen-repaired');
    const plan = { steps: [], refused: [refusal('not-logging')] };
    expect(run({ verification, plan }, { findings: [...stale, finding('not-logging')] })).toMatchObject({
      outcome: 'BLOCKED',
      detail: 'about not-logging',
    });
  });
});
