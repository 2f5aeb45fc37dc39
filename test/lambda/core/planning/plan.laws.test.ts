import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { isUsableRole } from '../../../../lambda/core/integration/delivery-role.ts';
import { TRAIL_TAG } from '../../../../lambda/core/integration/names.ts';
import { NO_HISTORY } from '../../../../lambda/core/model/facts.ts';
import { actionable, type Finding } from '../../../../lambda/core/model/finding.ts';
import type { Plan } from '../../../../lambda/core/model/plan.ts';
import { identityOf, type Operation, type StepInput } from '../../../../lambda/core/model/step.ts';
import { groupBeside } from '../../../../lambda/core/model/trail-id.ts';
import { needsRepairFacts, planFor } from '../../../../lambda/core/planning/plan.ts';
import { assess } from '../../../../lambda/core/rules/assess.ts';
import { scopeOf } from '../../../../lambda/core/scope/scope.ts';
import {
  type BothFacts,
  factsIn,
  partlyReadFacts,
  repairable,
  type Situation,
} from '../../../support/arbitrary/situations.ts';
import { effectiveDays } from '../../../support/effective-days.ts';

interface Decided {
  readonly findings: readonly Finding[];
  readonly plan: Plan;
}

function decided(
  { settings, trigger, facts, repairFacts }: Situation & BothFacts,
  ordered?: Decided['findings'],
): Decided {
  const findings = ordered ?? assess(facts, settings, NO_HISTORY);
  const assessment = { facts, findings, scope: scopeOf(facts, settings) };
  return { findings, plan: planFor(assessment, { trigger, settings, repairFacts }) };
}

function decidedWithAllReads(found: Situation): Decided {
  return decided({ ...found, ...factsIn(found) });
}

function inputOf<O extends Operation>({ steps }: Plan, operation: O): StepInput<O> | undefined {
  return steps.find((step) => step.operation === operation)?.input as StepInput<O> | undefined;
}

describe('every plan', () => {
  test('repairs or refuses every finding but advice, never both, and refuses nothing else', () => {
    fc.assert(
      fc.property(partlyReadFacts, (found) => {
        const { findings, plan } = decided(found);
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
    const withOrder = partlyReadFacts.chain((found) => {
      const { findings } = decided(found);
      return fc.tuple(fc.constant(found), fc.shuffledSubarray([...findings], { minLength: findings.length }));
    });
    fc.assert(
      fc.property(withOrder, ([found, shuffled]) => {
        expect(ordered(decided(found, shuffled).plan)).toEqual(ordered(decided(found).plan));
      }),
      { numRuns: 200 },
    );
  });

  test('writes nothing out of scope, or where the scope is unknown', () => {
    fc.assert(
      fc.property(partlyReadFacts, (found) => {
        fc.pre(scopeOf(found.facts, found.settings).scope !== 'in');
        expect(decided(found).plan.steps).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test('is the same without repair facts where none are needed', () => {
    fc.assert(
      fc.property(partlyReadFacts, ({ facts, settings, trigger, repairFacts }) => {
        const assessment = { facts, findings: assess(facts, settings, NO_HISTORY), scope: scopeOf(facts, settings) };
        fc.pre(!needsRepairFacts(assessment));
        const context = { trigger, settings };
        expect(planFor(assessment, context)).toEqual(planFor(assessment, { ...context, repairFacts }));
      }),
      { numRuns: 200 },
    );
  });

  test('has steps that come after the steps that they need', () => {
    fc.assert(
      fc.property(repairable, (found) => {
        const { steps } = decidedWithAllReads(found).plan;
        const operations = steps.map(({ operation }) => operation);
        expect(new Set(steps.map(identityOf)).size).toBe(steps.length);
        for (const [position, { needs }] of steps.entries()) {
          expect(operations.slice(0, position)).toEqual(expect.arrayContaining([...needs]));
        }
      }),
      { numRuns: 200 },
    );
  });

  test('changes only what trailmend created, and never lowers a retention', () => {
    fc.assert(
      fc.property(partlyReadFacts, (found) => {
        const { plan } = decided(found);
        const created = inputOf(plan, 'CreateLogGroup')?.logGroupName;
        const retained = inputOf(plan, 'PutRetentionPolicy');
        const group = retained && found.account.groups[retained.logGroupName];
        if (created !== undefined) expect(found.account.groups).not.toHaveProperty([created]);
        if (retained && retained.logGroupName !== created) expect(group?.tags[TRAIL_TAG]).toBe(found.id.arn);
        if (retained) expect(retained.retentionInDays).toBeGreaterThan(group ? effectiveDays(group) : 0);
        for (const { operation, input } of plan.steps) {
          if (operation !== 'PutMetricFilter' || input.logGroupName === created) continue;
          expect(found.account.groups[input.logGroupName]?.tags[TRAIL_TAG]).toBe(found.id.arn);
          expect(input.filterName).toMatch(/^trailmend-/);
        }
        const newRole = inputOf(plan, 'CreateRole')?.RoleName;
        const permitted = inputOf(plan, 'PutRolePolicy')?.RoleName;
        if (newRole !== undefined) expect(found.account.roles).not.toHaveProperty([newRole]);
        if (permitted !== undefined && permitted !== newRole) expect(isUsable(found, permitted)).toBe(true);
      }),
      { numRuns: 250 },
    );
  });

  test('sets no retention of a log group whose retention an account policy sets, unless it creates the group', () => {
    const ends = { set: 0, left: 0 };
    fc.assert(
      fc.property(repairable, (found) => {
        const baseline = { days: 30 };
        const under = { ...found, account: { ...found.account, retentionPolicies: { baseline } } };
        const { plan, findings } = decidedWithAllReads(under);
        const created = inputOf(plan, 'CreateLogGroup')?.logGroupName;
        const retained = inputOf(plan, 'PutRetentionPolicy')?.logGroupName;
        expect(retained).toBe(created);
        const short = findings.filter(({ rule }) => rule === 'retention-short');
        expect(short.every(({ verdict }) => verdict === 'advised')).toBe(true);
        expect(plan.refused.map(({ rule }) => rule)).not.toContain('retention-short');
        ends.left += short.length;
        if (created !== undefined) ends.set += 1;
      }),
      { numRuns: 200 },
    );
    expect(ends.left).toBeGreaterThan(0);
    expect(ends.set).toBeGreaterThan(0);
  });

  test('keeps a log group of another class to which AWS delivers, unless it has to put filters there', () => {
    let kept = 0;
    fc.assert(
      fc.property(repairable, fc.constantFrom('INFREQUENT_ACCESS', 'ESSENTIALS', 'OF_LATER'), (found, other) => {
        const trail = found.account.trails[found.id.arn];
        const name = groupBeside(found.id, trail?.logGroupArn ?? '')?.name;
        fc.pre(name !== undefined && trail?.latestLogsDelivery !== undefined && trail.logsDeliveryError === undefined);
        const groups = { ...found.account.groups, [name]: { class: other, retentionDays: 1, tags: {} } };
        const settings = { ...found.settings, metricFilters: 'none' as const };
        const { plan, findings } = decidedWithAllReads({ ...found, settings, account: { ...found.account, groups } });
        expect(findings).toContainEqual(expect.objectContaining({ rule: 'log-group-class', verdict: 'advised' }));
        const update = inputOf(plan, 'UpdateTrail');
        if (update) expect(update.CloudWatchLogsLogGroupArn).toBe(trail.logGroupArn);
        if (update) kept += 1;
      }),
      { numRuns: 200 },
    );
    expect(kept).toBeGreaterThan(0);
  });

  test('with a role of the stack creates and changes no role, and passes no other one', () => {
    let moved = 0;
    fc.assert(
      fc.property(repairable, (found) => {
        const deliveryRoleArn = `arn:${found.id.partition}:iam::${found.id.account}:role/trailmend-delivery/stack`;
        const settings = { ...found.settings, deliveryRoleArn };
        const { plan } = decidedWithAllReads({ ...found, settings });
        expect(plan.steps.filter(({ operation }) => /Role/.test(operation))).toEqual([]);
        const update = inputOf(plan, 'UpdateTrail');
        if (!update) return;
        expect(update.CloudWatchLogsRoleArn).toBe(deliveryRoleArn);
        expect(groupBeside(found.id, update.CloudWatchLogsLogGroupArn)?.name.startsWith(settings.logGroupPrefix)).toBe(
          true,
        );
        moved += 1;
      }),
      { numRuns: 200 },
    );
    expect(moved).toBeGreaterThan(0);
  });

  test('updates a trail with its name and the two targets only: a group beside the trail and a role of trailmend', () => {
    fc.assert(
      fc.property(repairable, (found) => {
        const input = inputOf(decidedWithAllReads(found).plan, 'UpdateTrail');
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

function isUsable({ id, settings, repairFacts }: Situation & BothFacts, name: string): boolean {
  const roles = repairFacts.candidateRoles.read ? repairFacts.candidateRoles.value : [];
  return roles.some(
    (role) => role.arn.endsWith(`/${name}`) && isUsableRole(role, id, settings.deliveryRoleBoundaryArn),
  );
}
