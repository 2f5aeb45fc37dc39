import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { MONITORING_FILTERS } from '../../../../lambda/core/integration/cis-filters.ts';
import { TRAIL_TAG } from '../../../../lambda/core/integration/names.ts';
import { NO_MEMORY } from '../../../../lambda/core/model/memory.ts';
import type { OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import type { Settings } from '../../../../lambda/core/model/settings.ts';
import { parseLogGroupArn, type TrailId } from '../../../../lambda/core/model/trail-id.ts';
import {
  interferenceIn,
  repairable,
  type Situation,
  situation,
  trouble,
} from '../../../support/arbitrary/situations.ts';
import { START } from '../../../support/arbitrary/trails.ts';
import type { Account } from '../../../support/aws/account.ts';
import { roleArnOf } from '../../../support/aws/facts-of.ts';
import { DELIVERY_ACTIONS, isAllowed } from '../../../support/aws/role-policies.ts';
import { trustsCloudTrail } from '../../../support/aws/update-trail-checks.ts';
import { effectiveDays } from '../../../support/effective-days.ts';
import { type Behaviour, type InMemoryAws, inMemoryAws } from '../../../support/in-memory-aws.ts';
import { portsWith } from '../../../support/ports.ts';
import { runOnce } from '../../../support/run-once.ts';

// Shrinking a counterexample takes its time, and the counterexample is worth it.
interface Ran {
  readonly record: OutcomeRecord;
  readonly aws: InMemoryAws;
}

/** @param before an earlier run, of which this one remembers where the trail delivered */
async function run(
  { id, settings, account, trigger }: Situation,
  behaviour: Behaviour = {},
  before?: Ran,
): Promise<Ran> {
  const aws = inMemoryAws(account, id, settings, START, behaviour);
  const trail = account.trails[id.arn];
  if (before && trail && /^(FIXED|COMPLIANT)$/.test(before.record.outcome)) {
    const { logGroupArn, roleArn } = trail;
    const acceptedTarget = { logGroupArn, roleArn, since: before.record.time };
    aws.ledger.memories.set(id.arn, { ...NO_MEMORY, acceptedTarget });
  }
  const record = await runOnce({ id, trigger, settings, settleSeconds: 20 }, portsWith({ ...aws, newId: () => 'id' }));
  return { record, aws };
}

/**
 * Said independently of the rules: the trail logs and delivers to a group beside it, or through a
 * role that can. The group takes metric filters where they are wanted.
 */
function isIntegrated(
  { trails, groups, roles }: Account,
  id: TrailId,
  { deliveryRoleBoundaryArn, metricFilters }: Settings,
): boolean {
  const trail = trails[id.arn];
  const group = parseLogGroupArn(trail?.logGroupArn ?? '');
  const beside = group?.region === id.region && group.account === id.account;
  const [, role] = Object.entries(roles).find(([name, one]) => roleArnOf(id, name, one) === trail?.roleArn) ?? [];
  const groupClass = beside ? groups[group.name]?.class : undefined;
  const hasGroup = groupClass === 'STANDARD' || (groupClass !== undefined && metricFilters === 'none');
  if (!trail?.isLogging || !hasGroup || !role) return false;
  const isDelivering = trail.latestLogsDelivery?.startsWith('2026-11-20T08:57') && !trail.logsDeliveryError;
  const stream = `${trail.logGroupArn.slice(0, -2)}:log-stream:${id.account}_CloudTrail_${id.region}`;
  const may = DELIVERY_ACTIONS.every((action) => isAllowed(role, action, stream, deliveryRoleBoundaryArn));
  return isDelivering === true || (may && trustsCloudTrail(role));
}

/**
 * Said independently of the rules: where they are wanted and the group is ours, under the prefix
 * and by its tag, it has every filter of the set.
 */
function isWatched({ trails, groups }: Account, { id, settings }: Situation): boolean {
  const name = parseLogGroupArn(trails[id.arn]?.logGroupArn ?? '')?.name ?? '';
  const group = groups[name];
  const isOurs = name.startsWith(settings.logGroupPrefix) && group?.tags[TRAIL_TAG] === id.arn;
  if (settings.metricFilters === 'none' || !isOurs) return true;
  return MONITORING_FILTERS.every(
    ({ metric, pattern }) => group.metricFilters?.[`trailmend-${metric}`]?.pattern === pattern,
  );
}

/**
 * What a run may never change: everything but this trail's two parameters and its logging, and what
 * we made for it.
 */
function foreignPart({ trails, groups, roles }: Account, id: TrailId): unknown {
  const others = <T extends { readonly tags: Readonly<Record<string, string>> }>(all: Record<string, T>): unknown =>
    Object.entries(all).filter(([, { tags }]) => tags[TRAIL_TAG] !== id.arn);
  const { [id.arn]: ours, ...neighbours } = trails;
  const kept = ours && { ...ours, logGroupArn: '', roleArn: '', isLogging: true, startedLogging: '' };
  return { groups: others(groups), roles: others(roles), neighbours, kept };
}

const anywhere = fc.oneof({ weight: 1, arbitrary: situation }, { weight: 3, arbitrary: repairable });

describe('every run, in whatever trouble', () => {
  test('leaves alone what is not ours, removes nothing and lowers no retention', async () => {
    await fc.assert(
      fc.asyncProperty(anywhere, trouble, async (found, behaviour) => {
        const { account: after } = (await run(found, behaviour)).aws;
        expect(foreignPart(after, found.id)).toEqual(foreignPart(found.account, found.id));
        for (const [name, { retentionDays, metricFilters, ...group }] of Object.entries(found.account.groups)) {
          const least = effectiveDays({ ...group, ...(retentionDays !== undefined && { retentionDays }) });
          expect(after.groups[name]).toMatchObject(group);
          expect(after.groups[name]?.metricFilters?.['theirs']).toEqual(metricFilters?.['theirs']);
          expect(after.groups[name]?.retentionDays ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(least);
        }
        for (const [name, { policies: _may, ...role }] of Object.entries(found.account.roles)) {
          expect(after.roles[name]).toMatchObject(role);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('calls success only what the account shows', async () => {
    await fc.assert(
      fc.asyncProperty(anywhere, trouble, async (found, behaviour) => {
        const { record, aws } = await run(found, behaviour);
        const { outcome } = record;
        if (outcome === 'FIXED' || outcome === 'COMPLIANT') {
          expect(isIntegrated(aws.account, found.id, found.settings)).toBe(true);
          expect(isWatched(aws.account, found)).toBe(true);
        }
        if (outcome === 'FIXED') expect(aws.journal.some(({ effect }) => effect)).toBe(true);
        expect(outcome === 'FAILED').toBe(record.stage !== undefined);
        expect(record.applied.length > 0).toBe(aws.journal.length > 0);
      }),
      { numRuns: 150 },
    );
  });

  test('calls success only what the account shows, whatever others do meanwhile', async () => {
    const disturbed = repairable.chain((found) => fc.tuple(fc.constant(found), interferenceIn(found)));
    await fc.assert(
      fc.asyncProperty(disturbed, trouble, async ([found, interference], { faults = [] }) => {
        const { record, aws } = await run(found, { faults, interference });
        if (/^(FIXED|COMPLIANT)$/.test(record.outcome))
          expect(isIntegrated(aws.account, found.id, found.settings)).toBe(true);
        const later = await run({ ...found, account: aws.account }, {}, { record, aws });
        expect(later.record.outcome).not.toBe('FAILED');
      }),
      { numRuns: 150 },
    );
  });

  test('is made good by one more run without trouble, and a third run writes nothing', async () => {
    const ends = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(anywhere, trouble, async (found, behaviour) => {
        const troubled = await run(found, behaviour);
        const calm = await run({ ...found, account: troubled.aws.account }, {}, troubled);
        const { outcome, reason } = calm.record;
        ends.set(outcome, (ends.get(outcome) ?? 0) + 1);
        if (outcome === 'BLOCKED') {
          expect(
            calm.record.plan.refused
              .map((refusal): string => refusal.reason)
              .concat('exclusion-not-understood', 'weakened'),
          ).toContain(reason);
          expect(calm.record.applied.every(({ result }) => result === 'done')).toBe(true);
        } else if (outcome !== 'SKIPPED') {
          expect(outcome).toMatch(/^(FIXED|COMPLIANT)$/);
          expect(isIntegrated(calm.aws.account, found.id, found.settings)).toBe(true);
        }
        const third = await run({ ...found, account: calm.aws.account }, {}, calm);
        expect(third.aws.journal).toEqual([]);
        expect(third.record.outcome).toBe(outcome === 'FIXED' ? 'COMPLIANT' : outcome);
      }),
      { numRuns: 150 },
    );
    for (const end of ['FIXED', 'COMPLIANT', 'BLOCKED', 'SKIPPED']) expect(ends.get(end)).toBeGreaterThan(0);
  });

  test('sends UpdateTrail three fields and a group that ends in ":*", and a role CloudTrail can use', async () => {
    let updates = 0;
    await fc.assert(
      fc.asyncProperty(repairable, async (found) => {
        const { aws } = await run(found, { propagationSeconds: 0 });
        for (const { step, error } of aws.journal) {
          if (step.operation !== 'UpdateTrail') continue;
          updates += 1;
          expect(Object.keys(step.input)).toHaveLength(3);
          expect(step.input.CloudWatchLogsLogGroupArn).toMatch(/:\*$/);
          expect(error).toBeUndefined();
        }
      }),
      { numRuns: 100 },
    );
    expect(updates).toBeGreaterThan(0);
  });
});

test('a trail of Control Tower is never written, and nothing is created for it', async () => {
  const ofControlTower = situation.filter(({ id }) => id.name.startsWith('aws-controltower-'));
  await fc.assert(
    fc.asyncProperty(ofControlTower, trouble, async (found, behaviour) => {
      const settings = { ...found.settings, account: found.id.account };
      const { aws, record } = await run({ ...found, settings }, behaviour);
      expect(aws.journal).toEqual([]);
      // Others may have changed the role of trailmend that it uses.
      if (record.reason !== 'weakened') expect(record.outcome).toBe('SKIPPED');
    }),
    { numRuns: 50 },
  );
});

test('a trail that another account owned is never written', async () => {
  const theirs = 'arn:aws:logs:us-east-1:777766665555:log-group:theirs:*';
  const acceptedTarget = { logGroupArn: theirs, roleArn: '', since: '2026-11-01T00:00:00Z' };
  const owned = fc.record({
    found: repairable,
    logGroupArn: fc.constantFrom('', 'no ARN', theirs),
    memory: fc.constantFrom({ ...NO_MEMORY, acceptedTarget }, 'unread' as const),
    trouble,
  });
  await fc.assert(
    fc.asyncProperty(owned, async ({ found, logGroupArn, memory, trouble: behaviour }) => {
      const { id, settings, account } = found;
      const trail = account.trails[id.arn];
      if (!trail) throw new Error('A repairable trail exists.');
      const changed = { ...trail, isOrganizationTrail: true, logGroupArn };
      const aws = { ...account, trails: { ...account.trails, [id.arn]: changed } };
      const ran = await run(
        { ...found, settings: { ...settings, organizationTrails: true }, account: aws },
        { ...behaviour, memory },
      );
      expect(ran.aws.journal).toEqual([]);
      const { outcome, reason } = ran.record;
      expect(reason === 'weakened' || outcome === 'SKIPPED' || outcome === 'FAILED').toBe(true);
    }),
    { numRuns: 100 },
  );
});

const retentionPolicies = { baseline: { days: 30 } };

test('under an account policy no run fails, and it sets a retention only in a group that it creates', async () => {
  let repaired = 0;
  await fc.assert(
    fc.asyncProperty(repairable, async (found) => {
      const account = { ...found.account, retentionPolicies };
      const { record, aws } = await run({ ...found, account }, { propagationSeconds: 0 });
      expect(record.outcome).not.toBe('FAILED');
      if (record.outcome === 'FIXED') repaired += 1;
      const groups = aws.journal.flatMap(({ step: { operation, input } }) =>
        'logGroupName' in input ? [`${operation} ${input.logGroupName}`] : [],
      );
      const retained = groups.filter((call) => call.startsWith('PutRetentionPolicy '));
      for (const call of retained) expect(groups).toContain(call.replace('PutRetentionPolicy', 'CreateLogGroup'));
    }),
    { numRuns: 100 },
  );
  expect(repaired).toBeGreaterThan(0);
});

test('an account policy that comes after a repair causes no call and no failure', async () => {
  let advised = 0;
  await fc.assert(
    fc.asyncProperty(repairable, async (found) => {
      const repaired = await run(found, { propagationSeconds: 0 });
      fc.pre(repaired.record.outcome === 'FIXED');
      const account = { ...repaired.aws.account, retentionPolicies };
      const { record, aws } = await run({ ...found, account }, {}, repaired);
      expect(record.outcome).toBe('COMPLIANT');
      expect(aws.journal).toEqual([]);
      if (record.findings.some(({ rule }) => rule === 'retention-short')) advised += 1;
    }),
    { numRuns: 100 },
  );
  expect(advised).toBeGreaterThan(0);
});

test('a dry run writes nothing and says what a run would do', async () => {
  await fc.assert(
    fc.asyncProperty(anywhere, trouble, async (found, behaviour) => {
      const settings = { ...found.settings, mode: 'dry-run' as const };
      const { record, aws } = await run({ ...found, settings }, behaviour);
      expect(aws.journal).toEqual([]);
      expect(aws.account).toEqual(found.account);
      expect(record.applied).toEqual([]);
      expect(record.outcome).not.toBe('FIXED');
      expect(record.outcome === 'WOULD_FIX').toBe(record.plan.steps.length > 0);
    }),
    { numRuns: 100 },
  );
});
