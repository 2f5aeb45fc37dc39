import { describe, expect, test } from '@jest/globals';
import type { TrailFacts } from '../../../../lambda/core/model/facts.ts';
import type { AppliedStep, OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import type { Assessment } from '../../../../lambda/core/model/plan.ts';
import type { Step } from '../../../../lambda/core/model/step.ts';
import type { CallTrigger } from '../../../../lambda/core/model/trigger.ts';
import { completed, leftToOther, recordOf, toldRecord } from '../../../../lambda/core/outcome/trail-record.ts';
import { planFor } from '../../../../lambda/core/planning/plan.ts';
import { assess } from '../../../../lambda/core/rules/assess.ts';
import { scopeOf } from '../../../../lambda/core/scope/scope.ts';
import {
  blankedFacts,
  factsWith,
  ID,
  PERFECT_FACTS,
  PERFECT_TRAIL,
  read,
  recordWith,
  SETTINGS,
  TRIGGER,
  triggerWith,
  unread,
} from '../../../support/perfect-trail.ts';

const STAMP = { id: 'an-id', time: '2026-11-20T09:00:31.000Z', mode: 'fix' } as const;
const BLANKED = assessed(blankedFacts());
const WHOLE = assessed(PERFECT_FACTS);
const PLAN = planFor(BLANKED, TRIGGER, SETTINGS);

function assessed(facts: Assessment['facts']): Assessment {
  return { facts, findings: assess(facts, SETTINGS), scope: scopeOf(facts, SETTINGS) };
}

function done(step: Step): AppliedStep {
  return { step, result: 'done', attempts: 1 };
}

test('a record shows the trail before and after, and the findings that started the repair', () => {
  const record = recordOf(STAMP, TRIGGER, { first: BLANKED, last: WHOLE, plan: PLAN, applied: PLAN.steps.map(done) });
  expect(record).toMatchObject({
    version: 1,
    ...STAMP,
    outcome: 'FIXED',
    before: { logGroupArn: '', roleArn: '', isLogging: true },
    after: { logGroupArn: PERFECT_TRAIL.logGroupArn, roleArn: PERFECT_TRAIL.roleArn, isLogging: true },
  });
  expect(record.findings.map(({ rule }) => rule)).toEqual(['log-group-not-set', 'role-not-set']);
});

test('a record of a run without writes shows nothing after, and of a trail that was not read nothing before', () => {
  expect(
    recordOf(STAMP, TRIGGER, { first: WHOLE, last: WHOLE, plan: { steps: [], refused: [] }, applied: [] }),
  ).not.toHaveProperty('after');
  const dark = assessed(factsWith({ trail: unread('no'), status: unread('no') }));
  expect(
    recordOf(STAMP, TRIGGER, { first: dark, last: dark, plan: { steps: [], refused: [] }, applied: [] }),
  ).not.toHaveProperty('before');
});

test('a status that was not read says so', () => {
  const dim = assessed(factsWith({ status: unread('no') }));
  const record = recordOf(STAMP, TRIGGER, {
    first: dim,
    last: dim,
    plan: planFor(dim, TRIGGER, SETTINGS),
    applied: [],
  });
  expect(record.before?.isLogging).toBe('unread');
});

test('a step that was tried in two rounds stands in the plan once, and one that changed stands twice', () => {
  const [create] = PLAN.steps;
  const update = PLAN.steps.at(-1);
  if (!create || update?.operation !== 'UpdateTrail')
    throw new Error('The plan makes a group and ends in UpdateTrail.');
  const other: Step = { ...update, input: { ...update.input, CloudWatchLogsRoleArn: PERFECT_TRAIL.roleArn } };
  const applied = [done(create), done(other), done(create)];
  const record = recordOf(STAMP, TRIGGER, { first: BLANKED, last: WHOLE, plan: PLAN, applied });
  expect(record.plan.steps.map(({ operation }) => operation)).toEqual([
    'CreateLogGroup',
    'UpdateTrail',
    ...PLAN.steps.slice(1).map(({ operation }) => operation),
  ]);
});

test('a run that leaves the trail to another keeps what it found, and has not failed', () => {
  const failed = recordWith({ outcome: 'FAILED', reason: 'aws-error', stage: 'apply', findings: BLANKED.findings });
  const { stage: _, ...kept } = failed;
  expect(leftToOther(failed)).toEqual({
    ...kept,
    outcome: 'SKIPPED',
    reason: 'another-run',
    detail: 'Another run of trailmend is at work on the trail. It was told to look again before it ends.',
    whoCanAct: 'nobody: the other run repairs the trail',
  });
});

test.each<[string, CallTrigger, object]>([
  [
    'a trail that was deleted',
    triggerWith({ tampering: 'deleted' }),
    {
      reason: 'trail-deleted',
      detail: 'The trail was deleted: nobody records what it recorded, unless another trail does.',
      whoCanAct: 'the owner of the trail, by making it again',
    },
  ],
  [
    'an attempt that AWS denied',
    triggerWith({ tampering: 'denied-attempt' }),
    {
      reason: 'attempt-denied',
      detail: 'AWS denied the call: the trail is as it was.',
      whoCanAct: 'whoever answers for the caller',
    },
  ],
])('%s is told and not judged', (_what, trigger, told) => {
  expect(toldRecord(STAMP, ID, trigger)).toEqual({
    version: 1,
    ...STAMP,
    trailArn: ID.arn,
    trigger,
    outcome: 'SKIPPED',
    findings: [],
    remaining: [],
    plan: { steps: [], refused: [] },
    applied: [],
    ...told,
  });
});

describe('a whole trail that an earlier try of the run repaired', () => {
  const update = PLAN.steps.find((step) => step.operation === 'UpdateTrail');
  if (!update) throw new Error('The plan ends in UpdateTrail.');
  const start: Step = { operation: 'StartLogging', input: { Name: ID.arn }, needs: [], repairs: ['not-logging'] };
  const filter: Step = {
    operation: 'PutMetricFilter',
    input: { logGroupName: '/trailmend/audit', filterName: 'f', filterPattern: '{}', metricTransformations: [] },
    needs: [],
    repairs: ['metric-filters'],
  };
  const { CloudWatchLogsLogGroupArn: logGroupArn, CloudWatchLogsRoleArn: roleArn } = update.input;
  const repaired = factsWith({ trail: read({ ...PERFECT_TRAIL, logGroupArn, roleArn }) });
  const before = { logGroupArn: '', roleArn: '', isLogging: false } as const;
  const begun = { trigger: triggerWith({ eventId: 'the-first' }), findings: BLANKED.findings, before };
  const whole = recordWith({});

  test('is told as repaired, with what the earlier try found and did', () => {
    const steps = [start, ...PLAN.steps];
    expect(completed(whole, { ...begun, steps }, repaired)).toEqual({
      ...whole,
      ...begun,
      outcome: 'FIXED',
      reason: 'repaired',
      detail:
        'Every finding was repaired by an earlier try of this run, which ended before it could tell; read back now.',
      plan: { steps, refused: [] },
      applied: [start, update].map((step) => ({ step, result: 'done', attempts: 0 })),
      after: { logGroupArn, roleArn, isLogging: true },
    });
  });

  test('counts its metric filters, where they were looked at', () => {
    const filters = [filter, { ...filter, input: { ...filter.input, logGroupName: 'another' } }];
    const looked = { ...repaired, metricFilters: read([]) };
    expect(completed(whole, { ...begun, steps: filters }, looked).applied.map(({ step }) => step)).toEqual([filter]);
    expect(completed(whole, { ...begun, steps: filters }, { ...looked, metricFilters: unread('denied') })).toBe(whole);
  });

  test('is told without what nobody saw before', () => {
    const { before: _, ...unseen } = begun;
    expect(completed(whole, { ...unseen, steps: [update] }, repaired)).not.toHaveProperty('before');
  });

  test.each<[string, OutcomeRecord, readonly Step[] | undefined, TrailFacts]>([
    ['nothing was begun', whole, undefined, repaired],
    ['nothing that was begun is seen', whole, [update], PERFECT_FACTS],
    ['what was begun shows nothing of itself', whole, [filter, ...PLAN.steps.slice(0, -1)], repaired],
    ['the trail does not log, which was begun', whole, [start], { ...repaired, status: read({ isLogging: false }) }],
    ['nobody knows whether it logs', whole, [start], { ...repaired, status: unread('denied') }],
    ['the trail is unread', whole, [start], { ...repaired, trail: unread('denied') }],
    ['something is wrong', recordWith({ outcome: 'BLOCKED' }), [update], repaired],
  ])('is left as it was judged where %s', (_name, record, steps, facts) => {
    expect(completed(record, steps && { ...begun, steps }, facts)).toBe(record);
  });
});
