import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Fact, TrailFacts } from '../../../../lambda/core/model/facts.ts';
import { isAboutDelivery } from '../../../../lambda/core/model/finding.ts';
import { CONCERNS, type RuleId } from '../../../../lambda/core/model/rule-catalog.ts';
import type { Settings } from '../../../../lambda/core/model/settings.ts';
import type { Step } from '../../../../lambda/core/model/step.ts';
import type { Trigger } from '../../../../lambda/core/model/trigger.ts';
import { planFor } from '../../../../lambda/core/planning/plan.ts';
import { assess } from '../../../../lambda/core/rules/assess.ts';
import { scopeOf } from '../../../../lambda/core/scope/scope.ts';
import { factsIn, repairable, type Situation } from '../../../support/arbitrary/situations.ts';
import { read, unread } from '../../../support/perfect-trail.ts';

const UNREAD = unread('not allowed');

/** What was decided while everything was read. */
interface Was {
  readonly facts: TrailFacts;
  readonly settings: Settings;
  readonly trigger: Trigger;
  /** The steps about delivery: all but StartLogging and PutMetricFilter. */
  readonly integrating: readonly Step[];
}

/** What becomes of the steps when one fact turns unread: those that rest on it disappear, all others stay as they are. */
interface Turn {
  readonly turn: (facts: TrailFacts) => TrailFacts;
  readonly stopsStarting: boolean;
  readonly stopsIntegrating: (was: Was) => boolean;
  readonly stopsRetaining: boolean;
}

const TURNS: Readonly<Record<string, Turn>> = {
  tags: {
    turn: (facts) => ({ ...facts, tags: UNREAD }),
    stopsStarting: true,
    stopsIntegrating: () => true,
    stopsRetaining: true,
  },
  trail: {
    turn: (facts) => ({ ...facts, trail: UNREAD, currentGroup: UNREAD, currentRole: UNREAD }),
    stopsStarting: true,
    stopsIntegrating: () => true,
    stopsRetaining: true,
  },
  'trail alone': {
    turn: (facts) => ({ ...facts, trail: UNREAD }),
    stopsStarting: true,
    stopsIntegrating: () => true,
    stopsRetaining: true,
  },
  status: {
    turn: (facts) => ({ ...facts, status: UNREAD }),
    stopsStarting: true,
    // A role that may be delivering is not replaced.
    stopsIntegrating: (was) => isAllAbout(was, ['role-trust', 'role-permissions', 'delivery-error', 'delivery-stale']),
    stopsRetaining: false,
  },
  simulation: {
    turn: (facts) => ({ ...facts, simulation: UNREAD }),
    stopsStarting: false,
    stopsIntegrating: (was) => isAllAbout(was, ['role-permissions']),
    stopsRetaining: false,
  },
  'event selectors': {
    turn: (facts) => ({ ...facts, eventSelectors: UNREAD }),
    stopsStarting: false,
    // A trail that was integrated before, or whatever it records, is repaired without them.
    stopsIntegrating: (was) => isUndecided(was),
    stopsRetaining: false,
  },
  'tags of the current group': {
    turn: (facts) => ({
      ...facts,
      currentGroup: facts.currentGroup.read
        ? read(
            typeof facts.currentGroup.value === 'string'
              ? facts.currentGroup.value
              : { ...facts.currentGroup.value, isOurs: UNREAD },
          )
        : facts.currentGroup,
    }),
    stopsStarting: false,
    stopsIntegrating: () => false,
    stopsRetaining: true,
  },
  'current group': {
    turn: (facts) => ({ ...facts, currentGroup: UNREAD }),
    stopsStarting: false,
    stopsIntegrating: () => true,
    stopsRetaining: true,
  },
  'current role': {
    turn: (facts) => ({ ...facts, currentRole: UNREAD }),
    stopsStarting: false,
    // A broken group, or a role that is not set, is reason enough without it.
    stopsIntegrating: (was) => isAllAbout(was, ['role-missing', 'role-trust']),
    stopsRetaining: false,
  },
  'organization id': {
    turn: (facts) => ({ ...facts, organizationId: UNREAD }),
    stopsStarting: false,
    stopsIntegrating: ({ facts }) => facts.trail.read && facts.trail.value.isOrganizationTrail,
    stopsRetaining: false,
  },
  'candidate groups': {
    turn: (facts) => ({ ...facts, candidateGroups: UNREAD }),
    stopsStarting: false,
    stopsIntegrating: (was) => groupIsBroken(was),
    stopsRetaining: false,
  },
  'tags of candidate groups': {
    turn: (facts) => ({
      ...facts,
      candidateGroups: each(facts.candidateGroups, (group) => ({ ...group, tags: UNREAD })),
    }),
    stopsStarting: false,
    stopsIntegrating: (was) =>
      groupIsBroken(was) && was.facts.candidateGroups.read && was.facts.candidateGroups.value.length > 0,
    stopsRetaining: false,
  },
  'candidate roles': {
    turn: (facts) => ({ ...facts, candidateRoles: UNREAD }),
    stopsStarting: false,
    stopsIntegrating: () => true,
    stopsRetaining: false,
  },
  'policy of candidate roles': {
    turn: (facts) => ({
      ...facts,
      candidateRoles: each(facts.candidateRoles, (role) => ({ ...role, deliveryPolicy: UNREAD })),
    }),
    stopsStarting: false,
    stopsIntegrating: ({ integrating }) => integrating.every(({ operation }) => operation !== 'CreateRole'),
    stopsRetaining: false,
  },
};

describe('no step rests on an unread fact', () => {
  test.each(Object.entries(TURNS))('%s', (_name, { turn, stopsStarting, stopsIntegrating, stopsRetaining }) => {
    fc.assert(
      fc.property(repairable, (found) => {
        const facts = factsIn(found);
        const before = callsOf(found, facts);
        const after = callsOf(found, turn(facts));
        const { settings, trigger } = found;
        const stopped = stopsIntegrating({ facts, settings, trigger, integrating: before.steps });
        expect([after.starting, after.retaining, after.integrating]).toEqual([
          stopsStarting ? [] : before.starting,
          stopsRetaining ? [] : before.retaining,
          stopped ? [] : before.integrating,
        ]);
      }),
      { numRuns: 100 },
    );
  });
});

test('no metric filter is put into a group of which the filters, or the tags, are unread', () => {
  const unreadFilters = (facts: TrailFacts): TrailFacts => ({
    ...facts,
    metricFilters: UNREAD,
    candidateGroups: each(facts.candidateGroups, (group) => ({ ...group, metricFilters: UNREAD })),
  });
  fc.assert(
    fc.property(repairable, (found) => {
      const before = callsOf(found, factsIn(found));
      const after = callsOf(found, unreadFilters(factsIn(found)));
      expect([after.starting, after.integrating]).toEqual([before.starting, before.integrating]);
      const created = after.steps.some(({ operation }) => operation === 'CreateLogGroup');
      const put = ({ operation }: Step) => operation === 'PutMetricFilter';
      expect(after.steps.filter(put)).toEqual(created ? before.steps.filter(put) : []);
    }),
    { numRuns: 200 },
  );
});

function callsOf(
  { trigger, settings }: Situation,
  facts: TrailFacts,
): Record<'starting' | 'retaining' | 'integrating', unknown> & { steps: readonly Step[] } {
  const assessment = { facts, findings: assess(facts, settings), scope: scopeOf(facts, settings) };
  const { steps } = planFor(assessment, trigger, settings);
  const callsFor = (purpose: string) =>
    steps.filter((step) => purposeOf(step) === purpose).map(({ operation, input }) => ({ operation, input }));
  return {
    steps,
    starting: callsFor('starting'),
    retaining: callsFor('retaining'),
    integrating: callsFor('integrating'),
  };
}

/** Nothing tells that the trail was ever integrated, and nobody allowed it: what it records decides. */
function isUndecided({ facts: { trail }, settings, trigger }: Was): boolean {
  const names = trail.read && (trail.value.logGroupArn !== '' || trail.value.roleArn !== '');
  const wasBlanked = trigger.kind === 'event' && trigger.tampering === 'blanked';
  return settings.dataEventTrails === 'notify' && !names && !wasBlanked;
}

function purposeOf({ operation, repairs }: Step): string {
  if (operation === 'PutMetricFilter') return 'watching';
  if (operation === 'StartLogging') return 'starting';
  return repairs.every((rule) => CONCERNS[rule] === 'retention') ? 'retaining' : 'integrating';
}

/** Whether what is broken about the delivery is of these rules alone. */
function isAllAbout({ facts, settings }: Pick<Was, 'facts' | 'settings'>, rules: readonly RuleId[]): boolean {
  const broken = assess(facts, settings).filter(({ rule, verdict }) => verdict === 'violated' && isAboutDelivery(rule));
  return broken.every(({ rule }) => rules.includes(rule));
}

function groupIsBroken({ facts, settings }: Pick<Was, 'facts' | 'settings'>): boolean {
  return assess(facts, settings).some(({ rule }) => CONCERNS[rule] === 'log-group');
}

function each<T>(fact: Fact<readonly T[]>, change: (value: T) => T): Fact<readonly T[]> {
  return fact.read ? { read: true, value: fact.value.map(change) } : fact;
}
