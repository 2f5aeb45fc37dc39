import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { type Fact, NOT_ASKED } from '../../../../lambda/core/model/fact.ts';
import { NO_HISTORY, type RepairFacts, type TrailFacts } from '../../../../lambda/core/model/facts.ts';
import { actionable, isAboutIntegration } from '../../../../lambda/core/model/finding.ts';
import { CONCERNS, type RuleId } from '../../../../lambda/core/model/rule-catalog.ts';
import type { Settings } from '../../../../lambda/core/model/settings.ts';
import type { Step } from '../../../../lambda/core/model/step.ts';
import type { Trigger } from '../../../../lambda/core/model/trigger.ts';
import { planFor } from '../../../../lambda/core/planning/plan.ts';
import { assess } from '../../../../lambda/core/rules/assess.ts';
import { scopeOf } from '../../../../lambda/core/scope/scope.ts';
import { type BothFacts, factsIn, repairable, type Situation } from '../../../support/arbitrary/situations.ts';
import { read, unread } from '../../../support/perfect-trail.ts';

const UNREAD = unread('not allowed');

function withFacts(changes: (facts: TrailFacts) => Partial<TrailFacts>) {
  return (both: BothFacts): BothFacts => ({ ...both, facts: { ...both.facts, ...changes(both.facts) } });
}

function withRepairFacts(changes: (repairFacts: RepairFacts) => Partial<RepairFacts>) {
  return ({ facts, repairFacts }: BothFacts): BothFacts => ({
    facts,
    repairFacts: { ...repairFacts, ...changes(repairFacts) },
  });
}

/** What was decided when everything was read. */
interface Before extends BothFacts {
  readonly settings: Settings;
  readonly trigger: Trigger;
  /** The steps about delivery: all but StartLogging and PutMetricFilter. */
  readonly integrating: readonly Step[];
}

/**
 * What becomes of the steps when one fact turns unread: those that rest on it disappear, all others
 * stay as they are.
 */
interface Turn {
  readonly turn: (both: BothFacts) => BothFacts;
  readonly stopsStarting: boolean;
  readonly stopsIntegrating: (before: Before) => boolean;
  readonly stopsRetaining: (before: Before) => boolean;
}

const always = () => true;
const never = () => false;

const TURNS: Readonly<Record<string, Turn>> = {
  tags: {
    turn: withFacts(() => ({ tags: UNREAD })),
    stopsStarting: true,
    stopsIntegrating: () => true,
    stopsRetaining: always,
  },
  trail: {
    turn: withFacts(() => ({ trail: UNREAD, currentGroup: UNREAD, currentRole: UNREAD })),
    stopsStarting: true,
    stopsIntegrating: () => true,
    stopsRetaining: always,
  },
  'trail alone': {
    turn: withFacts(() => ({ trail: UNREAD })),
    stopsStarting: true,
    stopsIntegrating: () => true,
    stopsRetaining: always,
  },
  status: {
    turn: withFacts(() => ({ status: UNREAD })),
    stopsStarting: true,
    // A role that may be delivering is not replaced, and a group of another class is not judged.
    stopsIntegrating: (before) =>
      isOfOtherClass(before) ||
      isAllAbout(before, ['role-trust', 'role-permissions', 'delivery-error', 'delivery-stale']),
    stopsRetaining: isOfOtherClass,
  },
  simulation: {
    turn: withFacts(() => ({ simulation: UNREAD })),
    stopsStarting: false,
    stopsIntegrating: (before) => isAllAbout(before, ['role-permissions']),
    stopsRetaining: never,
  },
  'event selectors': {
    turn: withFacts(() => ({ eventSelectors: UNREAD })),
    stopsStarting: false,
    // A trail that was integrated before, or whatever it records, is repaired without them.
    stopsIntegrating: isUndecided,
    stopsRetaining: never,
  },
  'tags of the current group': {
    turn: withFacts(({ currentGroup }) => ({
      currentGroup:
        currentGroup.read && typeof currentGroup.value !== 'string'
          ? read({ ...currentGroup.value, isOurs: UNREAD })
          : currentGroup,
    })),
    stopsStarting: false,
    stopsIntegrating: () => false,
    stopsRetaining: always,
  },
  'current group': {
    turn: withFacts(() => ({ currentGroup: UNREAD })),
    stopsStarting: false,
    stopsIntegrating: () => true,
    stopsRetaining: always,
  },
  'current role': {
    turn: withFacts(() => ({ currentRole: UNREAD })),
    stopsStarting: false,
    // A broken group, or a role that is not set, is reason enough without it.
    stopsIntegrating: (before) => isAllAbout(before, ['role-missing', 'role-trust']),
    stopsRetaining: never,
  },
  'organization id': {
    turn: withRepairFacts(({ organizationId }) => ({
      organizationId: organizationId === NOT_ASKED ? NOT_ASKED : UNREAD,
    })),
    stopsStarting: false,
    stopsIntegrating: ({ facts }) => facts.trail.read && facts.trail.value.isOrganizationTrail,
    stopsRetaining: never,
  },
  'candidate groups': {
    turn: withRepairFacts(() => ({ candidateGroups: UNREAD })),
    stopsStarting: false,
    stopsIntegrating: isGroupBroken,
    stopsRetaining: never,
  },
  'tags of candidate groups': {
    turn: withRepairFacts(({ candidateGroups }) => ({
      candidateGroups: each(candidateGroups, (group) => ({ ...group, tags: UNREAD })),
    })),
    stopsStarting: false,
    stopsIntegrating: (before) => isGroupBroken(before) && !isEmpty(before.repairFacts.candidateGroups),
    stopsRetaining: never,
  },
  'candidate roles': {
    turn: withRepairFacts(() => ({ candidateRoles: UNREAD })),
    stopsStarting: false,
    stopsIntegrating: () => true,
    stopsRetaining: never,
  },
  'policy of candidate roles': {
    turn: withRepairFacts(({ candidateRoles }) => ({
      candidateRoles: each(candidateRoles, (role) => ({ ...role, deliveryPolicy: UNREAD })),
    })),
    stopsStarting: false,
    stopsIntegrating: ({ integrating }) => integrating.every(({ operation }) => operation !== 'CreateRole'),
    stopsRetaining: never,
  },
  'other policies of candidate roles': {
    turn: withRepairFacts(({ candidateRoles }) => ({
      candidateRoles: each(candidateRoles, (role) =>
        role.otherPolicies.read && role.otherPolicies.value.length === 0 ? { ...role, otherPolicies: UNREAD } : role,
      ),
    })),
    stopsStarting: false,
    stopsIntegrating: ({ integrating }) => integrating.every(({ operation }) => operation !== 'CreateRole'),
    stopsRetaining: never,
  },
};

describe('no step rests on an unread fact', () => {
  test.each(Object.entries(TURNS))('%s', (_name, { turn, stopsStarting, stopsIntegrating, stopsRetaining }) => {
    fc.assert(
      fc.property(repairable, (found) => {
        const both = factsIn(found);
        const before = callsOf(found, both);
        const after = callsOf(found, turn(both));
        const { settings, trigger } = found;
        const seen = { ...both, settings, trigger, integrating: before.steps };
        expect([after.starting, after.retaining, after.integrating]).toEqual([
          stopsStarting ? [] : before.starting,
          stopsRetaining(seen) ? [] : before.retaining,
          stopsIntegrating(seen) ? [] : before.integrating,
        ]);
      }),
      { numRuns: 100 },
    );
  });
});

test('puts no metric filter into a group whose filters or tags are unread', () => {
  const unreadFilters = ({ facts, repairFacts }: BothFacts): BothFacts => {
    const candidateGroups = each(repairFacts.candidateGroups, (group) => ({ ...group, metricFilters: UNREAD }));
    return { facts: { ...facts, metricFilters: UNREAD }, repairFacts: { ...repairFacts, candidateGroups } };
  };
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
  { facts, repairFacts }: BothFacts,
): Record<'starting' | 'retaining' | 'integrating', unknown> & { steps: readonly Step[] } {
  const assessment = { facts, findings: assess(facts, settings, NO_HISTORY), scope: scopeOf(facts, settings) };
  const { steps } = planFor(assessment, { trigger, settings, repairFacts });
  const callsFor = (purpose: string) =>
    steps.filter((step) => purposeOf(step) === purpose).map(({ operation, input }) => ({ operation, input }));
  return {
    steps,
    starting: callsFor('starting'),
    retaining: callsFor('retaining'),
    integrating: callsFor('integrating'),
  };
}

/**
 * Nothing shows that the trail was ever integrated, and nobody allowed it: what it records decides.
 */
function isUndecided({ facts: { trail }, settings, trigger }: Before): boolean {
  const names = trail.read && (trail.value.logGroupArn !== '' || trail.value.roleArn !== '');
  const wasBlanked = trigger.kind === 'event' && trigger.tampering === 'blanked';
  return settings.dataEventTrails === 'notify' && !names && !wasBlanked;
}

function purposeOf({ operation, repairs }: Step): string {
  if (operation === 'PutMetricFilter') return 'monitoring';
  if (operation === 'StartLogging') return 'starting';
  return repairs.every((rule) => CONCERNS[rule] === 'retention') ? 'retaining' : 'integrating';
}

/** Whether what is broken about the group or the role is of these rules alone. */
function isAllAbout({ facts, settings }: Pick<Before, 'facts' | 'settings'>, rules: readonly RuleId[]): boolean {
  const broken = assess(facts, settings, NO_HISTORY).filter(
    ({ rule, verdict, evidence }) =>
      verdict === 'violated' &&
      isAboutIntegration(rule) &&
      // No other error is the role's.
      (rule !== 'delivery-error' || /access denied/i.test(evidence.saw)),
  );
  return broken.every(({ rule }) => rules.includes(rule));
}

function isGroupBroken({ facts, settings }: Pick<Before, 'facts' | 'settings'>): boolean {
  return actionable(assess(facts, settings, NO_HISTORY)).some(({ rule }) => CONCERNS[rule] === 'log-group');
}

/** Whether only the deliveries show that the trail can keep its log group. */
function isOfOtherClass({ facts: { currentGroup }, settings }: Before): boolean {
  const group = currentGroup.read && typeof currentGroup.value !== 'string' ? currentGroup.value : undefined;
  return group !== undefined && group.class !== 'STANDARD' && settings.metricFilters === 'none';
}

function isEmpty(fact: Fact<readonly unknown[]>): boolean {
  return !fact.read || fact.value.length === 0;
}

function each<T>(fact: Fact<readonly T[]>, change: (value: T) => T): Fact<readonly T[]> {
  return fact.read ? { read: true, value: fact.value.map(change) } : fact;
}
