import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { isUsableRole } from '../../../../lambda/core/integration/delivery-role.ts';
import { TRAIL_TAG } from '../../../../lambda/core/integration/names.ts';
import type { TrailFacts } from '../../../../lambda/core/model/facts.ts';
import { actionable } from '../../../../lambda/core/model/finding.ts';
import type { Plan } from '../../../../lambda/core/model/plan.ts';
import { identityOf, type Operation, type Step, type StepOf } from '../../../../lambda/core/model/step.ts';
import { planFor } from '../../../../lambda/core/planning/plan.ts';
import { assess } from '../../../../lambda/core/rules/assess.ts';
import { scopeOf } from '../../../../lambda/core/scope/scope.ts';
import { factsIn, partlyReadFacts, repairable, type Situation } from '../../../support/arbitrary/situations.ts';
import { effectiveDays } from '../../../support/effective-days.ts';

function decided(
  found: Situation,
  facts: TrailFacts,
): { readonly findings: ReturnType<typeof assess>; readonly plan: Plan } {
  const findings = assess(facts, found.settings);
  return {
    findings,
    plan: planFor({ facts, findings, scope: scopeOf(facts, found.settings) }, found.trigger, found.settings),
  };
}

function stepOf<O extends Operation>({ steps }: Plan, operation: O): StepOf<O> | undefined {
  return steps.find((step): step is Step & StepOf<O> => step.operation === operation);
}

describe('every plan', () => {
  test('repairs or refuses every finding but advice, never both, and refuses nothing else', () => {
    fc.assert(
      fc.property(partlyReadFacts, ({ facts, ...found }) => {
        const { findings, plan } = decided(found, facts);
        const repaired = new Set(plan.steps.flatMap(({ repairs }) => repairs));
        const refused = plan.refused.map(({ rule }) => rule);
        const rules = new Set(actionable(findings).map(({ rule }) => rule));
        // Another group that the trail is to deliver to gets its filters with it.
        const moves = plan.steps.some(({ operation }) => operation === 'UpdateTrail');
        const decidedRules = [...repaired, ...refused].filter(
          (rule) => rules.has(rule) || !moves || rule !== 'metric-filters',
        );
        expect(decidedRules.sort()).toEqual([...rules].sort());
      }),
      { numRuns: 200 },
    );
  });

  test('is the same whatever the order of the findings', () => {
    const withOrder = partlyReadFacts.chain((found) =>
      fc.tuple(
        fc.constant(found),
        fc.shuffledSubarray([...assess(found.facts, found.settings)], {
          minLength: assess(found.facts, found.settings).length,
        }),
      ),
    );
    fc.assert(
      fc.property(withOrder, ([{ facts, settings, trigger }, shuffled]) => {
        const scope = scopeOf(facts, settings);
        const straight = planFor({ facts, findings: assess(facts, settings), scope }, trigger, settings);
        expect(ordered(planFor({ facts, findings: shuffled, scope }, trigger, settings))).toEqual(ordered(straight));
      }),
      { numRuns: 200 },
    );
  });

  test('writes nothing out of scope, or where the scope is unknown', () => {
    fc.assert(
      fc.property(partlyReadFacts, ({ facts, ...found }) => {
        fc.pre(scopeOf(facts, found.settings).scope !== 'in');
        expect(decided(found, facts).plan.steps).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test('has steps whose needs stand before them', () => {
    fc.assert(
      fc.property(repairable, (found) => {
        const { steps } = decided(found, factsIn(found)).plan;
        const operations = steps.map(({ operation }) => operation);
        expect(new Set(steps.map(identityOf)).size).toBe(steps.length);
        for (const [position, { needs }] of steps.entries()) {
          expect(operations.slice(0, position)).toEqual(expect.arrayContaining([...needs]));
        }
      }),
      { numRuns: 200 },
    );
  });

  test('never touches what is not ours, and never lowers a retention', () => {
    fc.assert(
      fc.property(partlyReadFacts, ({ facts, ...found }) => {
        const { plan } = decided(found, facts);
        const created = stepOf(plan, 'CreateLogGroup')?.input.logGroupName;
        const retained = stepOf(plan, 'PutRetentionPolicy')?.input;
        const group = retained && found.account.groups[retained.logGroupName];
        if (created !== undefined) expect(found.account.groups).not.toHaveProperty([created]);
        if (retained && retained.logGroupName !== created) expect(group?.tags[TRAIL_TAG]).toBe(found.id.arn);
        if (retained) expect(retained.retentionInDays).toBeGreaterThan(group ? effectiveDays(group) : 0);
        for (const { operation, input } of plan.steps) {
          if (operation !== 'PutMetricFilter' || input.logGroupName === created) continue;
          expect(found.account.groups[input.logGroupName]?.tags[TRAIL_TAG]).toBe(found.id.arn);
          expect(input.filterName).toMatch(/^trailmend-/);
        }
        const newRole = stepOf(plan, 'CreateRole')?.input.RoleName;
        const permitted = stepOf(plan, 'PutRolePolicy')?.input.RoleName;
        if (newRole !== undefined) expect(found.account.roles).not.toHaveProperty([newRole]);
        if (permitted !== undefined && permitted !== newRole) expect(usable(facts, found, permitted)).toBe(true);
      }),
      { numRuns: 250 },
    );
  });

  test('updates a trail with Name and the two parameters only, its group beside it and its role of ours', () => {
    fc.assert(
      fc.property(repairable, (found) => {
        const { plan } = decided(found, factsIn(found));
        const input = stepOf(plan, 'UpdateTrail')?.input;
        fc.pre(input !== undefined);
        const { partition, region, account, arn } = found.id;
        expect(Object.keys(input).sort()).toEqual(['CloudWatchLogsLogGroupArn', 'CloudWatchLogsRoleArn', 'Name']);
        expect(input.Name).toBe(arn);
        expect(
          input.CloudWatchLogsLogGroupArn.startsWith(`arn:${partition}:logs:${region}:${account}:log-group:`),
        ).toBe(true);
        expect(input.CloudWatchLogsLogGroupArn.endsWith(':*')).toBe(true);
        expect(
          input.CloudWatchLogsRoleArn.startsWith(`arn:${partition}:iam::${account}:role/trailmend/trailmend-`),
        ).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

/** What a plan does, without the order in which it lists findings. */
function ordered({ steps, refused }: Plan): unknown {
  return {
    steps: steps.map((step) => ({ ...step, repairs: [...step.repairs].sort() })),
    refused: [...refused].sort((left, right) => (left.rule < right.rule ? -1 : 1)),
  };
}

function usable(facts: TrailFacts, { id, settings }: Situation, name: string): boolean {
  const roles = facts.candidateRoles.read ? facts.candidateRoles.value : [];
  return roles.some(
    (role) => role.arn.endsWith(`/${name}`) && isUsableRole(role, id, settings.deliveryRoleBoundaryArn),
  );
}
