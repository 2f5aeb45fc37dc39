import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { logGroupNames, TRAIL_TAG } from '../../../../lambda/core/integration/names.ts';
import { NO_HISTORY } from '../../../../lambda/core/model/facts.ts';
import { NO_MEMORY, type Repair } from '../../../../lambda/core/model/memory.ts';
import type { Plan } from '../../../../lambda/core/model/plan.ts';
import { CONCERNS } from '../../../../lambda/core/model/rule-catalog.ts';
import type { Trigger } from '../../../../lambda/core/model/trigger.ts';
import { planFor } from '../../../../lambda/core/planning/plan.ts';
import { assess } from '../../../../lambda/core/rules/assess.ts';
import { scopeOf } from '../../../../lambda/core/scope/scope.ts';
import { anyTime } from '../../../support/arbitrary/deliveries.ts';
import { factsIn, repairable, type Situation } from '../../../support/arbitrary/situations.ts';
import { START } from '../../../support/arbitrary/trails.ts';

const CONCERN = fc.constantFrom(...new Set(Object.values(CONCERNS)));
const secondsAgo = (seconds: number): string => new Date(START - seconds * 1000).toISOString();
/** What the ledger may remember. */
const anyRepairs: fc.Arbitrary<readonly Repair[]> = fc.oneof(
  fc.array(fc.record({ time: anyTime, concerns: fc.uniqueArray(CONCERN, { minLength: 1 }) }), { maxLength: 30 }),
  fc.array(
    fc.record({ time: fc.nat(90).map(secondsAgo), concerns: fc.constant([...new Set(Object.values(CONCERNS))]) }),
    {
      minLength: 3,
      maxLength: 30,
    },
  ),
);

/** A trail that delivers to trailmend's own log group, which keeps events for a week. */
const delivering: fc.Arbitrary<Situation> = repairable.map(({ id, settings, account, trigger }) => {
  const [name] = logGroupNames(id, settings.logGroupPrefix);
  const trail = account.trails[id.arn];
  if (!trail) throw new Error('The trail of a repairable situation exists.');
  const { logsDeliveryError: _none, ...healthy } = trail;
  const delivered = {
    ...healthy,
    isLogging: true,
    logGroupArn: `arn:${id.partition}:logs:${id.region}:${id.account}:log-group:${name}:*`,
    roleArn: `arn:${id.partition}:iam::${id.account}:role/owners`,
    latestLogsDelivery: '2026-11-20T08:57:00.000Z',
    latestDelivery: '2026-11-20T08:58:00.000Z',
  };
  const group = { ...account.groups[name], class: 'STANDARD', retentionDays: 7, tags: { [TRAIL_TAG]: id.arn } };
  return {
    id,
    settings,
    trigger,
    account: {
      ...account,
      retentionPolicies: {},
      trails: { ...account.trails, [id.arn]: delivered },
      groups: { ...account.groups, [name]: group },
      roles: { ...account.roles, owners: { path: '/', trust: {}, tags: {}, policies: {} } },
    },
  };
});
const anyTrail = fc.oneof(repairable, delivering);
const SWEEP: Trigger = { kind: 'sweep', time: new Date(START).toISOString() };

/** The plan of a run that remembers the repairs, and that of a run that remembers none. */
function planned(found: Situation, repairs: readonly Repair[], trigger: Trigger): readonly [Plan, Plan] {
  const { settings } = found;
  const { facts, repairFacts } = factsIn(found);
  const assessment = { facts, findings: assess(facts, settings, NO_HISTORY), scope: scopeOf(facts, settings) };
  const plan = (known: readonly Repair[]) =>
    planFor(assessment, { trigger, settings, repairFacts, memory: { ...NO_MEMORY, repairs: known } });
  return [plan(repairs), plan([])];
}

test('a sweep pauses nothing, so that no repair waits longer than until the next one', () => {
  fc.assert(
    fc.property(anyTrail, anyRepairs, (found, repairs) => {
      const [paused, plan] = planned(found, repairs, SWEEP);
      expect(paused).toEqual(plan);
    }),
    { numRuns: 500 },
  );
});

test('a stopped or blanked trail is repaired at once, however often it was, with everything else', () => {
  const runs = { paused: 0, urgent: 0 };
  fc.assert(
    fc.property(anyTrail, anyRepairs, (found, repairs) => {
      const [paused, plan] = planned(found, repairs, found.trigger);
      const isUrgent = plan.steps.some(({ operation }) => operation === 'UpdateTrail' || operation === 'StartLogging');
      if (isUrgent) expect(paused).toEqual(plan);
      else if (paused.steps.length < plan.steps.length) runs.paused += 1;
      if (isUrgent && repairs.length > 9) runs.urgent += 1;
    }),
    { numRuns: 500 },
  );
  expect(runs.paused).toBeGreaterThan(0);
  expect(runs.urgent).toBeGreaterThan(0);
});

test('a pause leaves out all steps or none, and says why for each finding that they repair', () => {
  fc.assert(
    fc.property(anyTrail, anyRepairs, (found, repairs) => {
      const [paused, plan] = planned(found, repairs, found.trigger);
      const waiting = paused.refused.filter(({ reason }) => reason === 'paused').map(({ rule }) => rule);
      if (waiting.length === 0) return expect(paused).toEqual(plan);
      expect(paused.steps).toEqual([]);
      expect(new Set(waiting)).toEqual(new Set(plan.steps.flatMap(({ repairs: rules }) => rules)));
      for (const rule of waiting) expect(['retention', 'metric-filters']).toContain(CONCERNS[rule]);
    }),
    { numRuns: 500 },
  );
});
