import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { isRoleProven } from '../../../../lambda/core/integration/delivery-health.ts';
import { TRUST_DOCUMENT } from '../../../../lambda/core/integration/delivery-role.ts';
import type { History, TrailFacts } from '../../../../lambda/core/model/facts.ts';
import type { TrailStatus } from '../../../../lambda/core/model/trail.ts';
import { needsRepairFacts, planFor } from '../../../../lambda/core/planning/plan.ts';
import { assess } from '../../../../lambda/core/rules/assess.ts';
import { anyDeliveryError, anyStatus, anyTime } from '../../../support/arbitrary/deliveries.ts';
import { factsWith, PERFECT_TRAIL, read, SETTINGS, TRIGGER } from '../../../support/perfect-trail.ts';

const { logGroupArn, roleArn } = PERFECT_TRAIL;
const ALLOWED = ['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => ({
  action,
  resource: 'the-stream',
  decision: 'allowed',
  missingContext: [],
}));

/** What the ledger may say about the deliveries. */
const anyHistory: fc.Arbitrary<History> = fc.record(
  {
    change: fc.record({ at: anyTime, accepted: fc.constant({ logGroupArn, roleArn }) }, { requiredKeys: ['at'] }),
    lateDelivery: fc.record({ since: anyTime, latestLogsDelivery: anyTime }, { requiredKeys: ['since'] }),
    knownGroups: fc.constant([logGroupArn]),
    knownRoles: fc.constant([]),
  },
  { requiredKeys: ['knownGroups', 'knownRoles'] },
);

/** A trail whose role may deliver by its documents, with these deliveries. */
function permittedRole(status: TrailStatus, isOrganizationTrail: boolean): TrailFacts {
  const trail = read({ ...PERFECT_TRAIL, isOrganizationTrail });
  const currentRole = read({ arn: roleArn, trustDocument: TRUST_DOCUMENT });
  return factsWith({ trail, status: read(status), currentRole, simulation: read(ALLOWED) });
}

function planned(facts: TrailFacts, history: History) {
  const findings = assess(facts, SETTINGS, history);
  const assessment = { facts, findings, scope: { scope: 'in' } as const };
  expect(needsRepairFacts(assessment)).toBe(false);
  return planFor(assessment, { trigger: TRIGGER, settings: SETTINGS });
}

test('a role that may deliver by its documents, and that AWS does not blame, is never replaced, whatever the deliveries are', () => {
  fc.assert(
    fc.property(anyStatus, anyHistory, fc.boolean(), (status, history, isOrganizationTrail) => {
      fc.pre(!/access ?denied|not authorized/i.test(status.logsDeliveryError ?? ''));
      const { steps, refused } = planned(permittedRole(status, isOrganizationTrail), history);
      expect(steps.filter(({ operation }) => operation !== 'StartLogging')).toEqual([]);
      expect(refused.map(({ rule }) => rule)).not.toContain('role-permissions');
    }),
    { numRuns: 1000 },
  );
});

test('an error of AWS that is not about access blames no role, where AWS delivered lately', () => {
  fc.assert(
    fc.property(anyDeliveryError, fc.boolean(), (logsDeliveryError, isOrganizationTrail) => {
      fc.pre(!/access ?denied|not authorized/i.test(logsDeliveryError));
      const status = { ...DELIVERED, logsDeliveryError };
      // The documents of this role allow nothing.
      const facts = { ...permittedRole(status, isOrganizationTrail), simulation: read([]) };
      fc.pre(isRoleProven(facts, undefined));
      const { steps } = planned(facts, { knownGroups: [logGroupArn], knownRoles: [] });
      expect(steps).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

const DELIVERED: TrailStatus = {
  isLogging: true,
  latestLogsDelivery: '2026-11-20T08:57:00.000Z',
  latestDelivery: '2026-11-20T08:58:00.000Z',
};
