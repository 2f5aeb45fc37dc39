import { expect, test } from '@jest/globals';
import { assess } from '../../lambda/core/assess.ts';
import type { AppliedStep } from '../../lambda/core/outcome-record.ts';
import { type Assessment, planFor } from '../../lambda/core/plan.ts';
import { recordOf } from '../../lambda/core/record.ts';
import { scopeOf } from '../../lambda/core/scope.ts';
import type { Step } from '../../lambda/core/step.ts';
import {
  blankedFacts,
  factsWith,
  PERFECT_FACTS,
  PERFECT_TRAIL,
  SETTINGS,
  TRIGGER,
  unread,
} from '../support/perfect-trail.ts';

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
