import { describe, expect, test } from '@jest/globals';
import { logGroupArn } from '../../lambda/core/arn.ts';
import { assess } from '../../lambda/core/assess.ts';
import type { TrailFacts } from '../../lambda/core/facts.ts';
import { judge } from '../../lambda/core/outcome.ts';
import type { AppliedStep, AwsError } from '../../lambda/core/outcome-record.ts';
import { planFor } from '../../lambda/core/plan.ts';
import type { Operation, Step } from '../../lambda/core/step.ts';
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
} from '../support/perfect-trail.ts';

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
