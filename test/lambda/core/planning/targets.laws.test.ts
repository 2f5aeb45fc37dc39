import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { NO_HISTORY, type RepairFacts } from '../../../../lambda/core/model/facts.ts';
import { actionable } from '../../../../lambda/core/model/finding.ts';
import type { LogGroup } from '../../../../lambda/core/model/log-group.ts';
import { CONCERNS } from '../../../../lambda/core/model/rule-catalog.ts';
import type { Step } from '../../../../lambda/core/model/step.ts';
import { logGroupArn } from '../../../../lambda/core/model/trail-id.ts';
import { planFor } from '../../../../lambda/core/planning/plan.ts';
import { assess } from '../../../../lambda/core/rules/assess.ts';
import { scopeOf } from '../../../../lambda/core/scope/scope.ts';
import { type BothFacts, factsIn, repairable, type Situation } from '../../../support/arbitrary/situations.ts';
import { read, unread } from '../../../support/perfect-trail.ts';

const ACCEPTED: LogGroup = { name: 'accepted-group', class: 'STANDARD', retentionDays: 1 };

test('selects a usable accepted group wherever a group is needed, and changes nothing about it', () => {
  fc.assert(
    fc.property(repairable, (found) => {
      const both = factsIn(found);
      const steps = stepsOf(found, withAccepted(both, read(ACCEPTED)));
      const update = steps.find(({ operation }) => operation === 'UpdateTrail');
      if (needsGroup(found, both) && update?.operation === 'UpdateTrail') {
        expect(update.input.CloudWatchLogsLogGroupArn).toBe(logGroupArn(found.id, ACCEPTED.name));
        expect(steps.some(({ operation }) => operation === 'CreateLogGroup')).toBe(false);
      }
      expect(steps.some(({ input }) => 'logGroupName' in input && input.logGroupName === ACCEPTED.name)).toBe(false);
    }),
    { numRuns: 300 },
  );
});

test('does not change a trail that needs a group while the accepted group is unread', () => {
  fc.assert(
    fc.property(repairable, (found) => {
      const both = factsIn(found);
      const steps = stepsOf(found, withAccepted(both, unread('not allowed')));
      const before = stepsOf(found, both);
      const starting = before.filter(({ operation }) => operation === 'StartLogging');
      expect(steps).toEqual(needsGroup(found, both) ? starting : before);
    }),
    { numRuns: 300 },
  );
});

function withAccepted({ facts, repairFacts }: BothFacts, acceptedGroup: RepairFacts['acceptedGroup']): BothFacts {
  return { facts, repairFacts: { ...repairFacts, acceptedGroup } };
}

function stepsOf({ settings, trigger }: Situation, { facts, repairFacts }: BothFacts): readonly Step[] {
  const assessment = { facts, findings: assess(facts, settings, NO_HISTORY), scope: scopeOf(facts, settings) };
  return planFor(assessment, { trigger, settings, repairFacts }).steps;
}

function needsGroup({ settings }: Situation, { facts }: BothFacts): boolean {
  return actionable(assess(facts, settings, NO_HISTORY)).some(({ rule }) => CONCERNS[rule] === 'log-group');
}
