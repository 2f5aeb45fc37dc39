import { describe, expect, test } from '@jest/globals';
import { changeBy, changeMade, changeRemembered, latest } from '../../../../lambda/core/memory/target-history.ts';
import type { AppliedStep } from '../../../../lambda/core/model/outcome.ts';
import type { Step } from '../../../../lambda/core/model/step.ts';
import { ID, NOW, TRIGGER, triggerWith } from '../../../support/perfect-trail.ts';

const EARLY = '2026-11-01T00:00:00.000Z';
const LATE = '2026-11-02T00:00:00.000Z';

/** An UpdateTrail to a group and a role of that name. */
const update = (name: string): Step => ({
  operation: 'UpdateTrail',
  input: { Name: ID.arn, CloudWatchLogsLogGroupArn: `${name}-group`, CloudWatchLogsRoleArn: `${name}-role` },
  needs: [],
  repairs: [],
});
const START: Step = { operation: 'StartLogging', input: { Name: ID.arn }, needs: [], repairs: [] };
const attempt = (step: Step, result: AppliedStep['result']): AppliedStep => ({ step, result, attempts: 1 });
const target = (name: string) => ({ logGroupArn: `${name}-group`, roleArn: `${name}-role` });

test.each([
  ['CreateTrail', { at: TRIGGER.eventTime }],
  ['UpdateTrail', { at: TRIGGER.eventTime }],
  ['StopLogging', undefined],
])('%s changes where a trail delivers: %j', (eventName, change) => {
  expect(changeBy(triggerWith({ eventName }))).toEqual(change);
});

test('a sweep changes nothing', () => expect(changeBy({ kind: 'sweep', time: NOW })).toBeUndefined());

describe('the change that a run made', () => {
  test('is its last UpdateTrail that CloudTrail let through', () => {
    const applied = [
      attempt(update('first'), 'done'),
      attempt(update('second'), 'done'),
      attempt(update('third'), 'failed'),
      attempt(START, 'done'),
    ];
    expect(changeMade(applied, NOW)).toEqual({ at: NOW, accepted: target('second') });
  });

  test.each<[string, readonly AppliedStep[]]>([
    ['when it made none', []],
    ['when CloudTrail let none through', [attempt(update('first'), 'failed')]],
    ['when it made another call', [attempt(START, 'done')]],
  ])('is none %s', (_name, applied) => expect(changeMade(applied, NOW)).toBeUndefined());
});

describe('the change that the ledger remembers', () => {
  const acceptedTarget = { ...target('whole'), since: EARLY };
  const awaitingVerification = { since: LATE, target: target('repaired') };
  const whole = { at: EARLY, accepted: expect.objectContaining(target('whole')) };
  const repaired = { at: LATE, accepted: target('repaired') };

  test('is the later of the last whole state and the last repair', () => {
    expect(changeRemembered({ told: {}, acceptedTarget, awaitingVerification })).toEqual(repaired);
    expect(
      changeRemembered({ told: {}, acceptedTarget: { ...acceptedTarget, since: NOW }, awaitingVerification }),
    ).toEqual({
      ...whole,
      at: NOW,
    });
  });

  test('is the one that there is', () => {
    expect(changeRemembered({ told: {}, acceptedTarget })).toEqual(whole);
    expect(changeRemembered({ told: {}, awaitingVerification })).toEqual(repaired);
    expect(changeRemembered({ told: {} })).toBeUndefined();
  });
});

test('of two changes at the same time the other one counts, which may know more', () => {
  const [one, other] = [{ at: NOW }, { at: NOW, accepted: target('x') }];
  expect(latest(one, other)).toBe(other);
  expect(latest(undefined, other)).toBe(other);
  expect(latest(one, undefined)).toBe(one);
});
