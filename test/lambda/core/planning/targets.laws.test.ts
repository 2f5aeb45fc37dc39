import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { LogGroup, TrailFacts } from '../../../../lambda/core/model/facts.ts';
import { CONCERNS } from '../../../../lambda/core/model/rule-catalog.ts';
import type { Step } from '../../../../lambda/core/model/step.ts';
import { logGroupArn } from '../../../../lambda/core/model/trail-id.ts';
import { planFor } from '../../../../lambda/core/planning/plan.ts';
import { assess } from '../../../../lambda/core/rules/assess.ts';
import { scopeOf } from '../../../../lambda/core/scope/scope.ts';
import { factsIn, repairable, type Situation } from '../../../support/arbitrary/situations.ts';
import { read, unread } from '../../../support/perfect-trail.ts';

const FORMER: LogGroup = { name: 'former-group', class: 'STANDARD', retentionDays: 1 };

test('a usable former group is taken wherever a group is needed, and nothing about it is changed', () => {
  fc.assert(
    fc.property(repairable, (found) => {
      const facts = factsIn(found);
      const steps = stepsOf(found, { ...facts, formerGroup: read(FORMER) });
      const update = steps.find(({ operation }) => operation === 'UpdateTrail');
      if (needsGroup(found, facts) && update?.operation === 'UpdateTrail') {
        expect(update.input.CloudWatchLogsLogGroupArn).toBe(logGroupArn(found.id, FORMER.name));
        expect(steps.some(({ operation }) => operation === 'CreateLogGroup')).toBe(false);
      }
      expect(steps.some(({ input }) => 'logGroupName' in input && input.logGroupName === FORMER.name)).toBe(false);
    }),
    { numRuns: 300 },
  );
});

test('where a group is needed, an unread former group keeps the trail from being changed', () => {
  fc.assert(
    fc.property(repairable, (found) => {
      const facts = factsIn(found);
      const steps = stepsOf(found, { ...facts, formerGroup: unread('not allowed') });
      const before = stepsOf(found, facts);
      const starting = before.filter(({ operation }) => operation === 'StartLogging');
      expect(steps).toEqual(needsGroup(found, facts) ? starting : before);
    }),
    { numRuns: 300 },
  );
});

function stepsOf({ settings, trigger }: Situation, facts: TrailFacts): readonly Step[] {
  const assessment = { facts, findings: assess(facts, settings), scope: scopeOf(facts, settings) };
  return planFor(assessment, trigger, settings).steps;
}

function needsGroup({ settings }: Situation, facts: TrailFacts): boolean {
  return assess(facts, settings).some(({ rule }) => CONCERNS[rule] === 'log-group');
}
