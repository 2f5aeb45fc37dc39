import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { remediateTrail } from '../../../../lambda/app/remediate/remediate.ts';
import { NO_MEMORY, type TrailMemory } from '../../../../lambda/core/model/memory.ts';
import type { OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import { callOf } from '../../../../lambda/core/model/trigger.ts';
import type { Account } from '../../../support/aws/account.ts';
import { accountOf, perfectAccount } from '../../../support/cases/case-account.ts';
import { inMemoryAws } from '../../../support/in-memory-aws.ts';
import { ID, NOW, PERFECT_TRAIL, SETTINGS, triggerWith } from '../../../support/perfect-trail.ts';
import { portsWith } from '../../../support/ports.ts';

const PLACE = { folder: join(import.meta.dirname, '../../../cases'), file: 'remediate.target-changed.test.ts' };
const MEMORY: TrailMemory = {
  ...NO_MEMORY,
  acceptedTarget: {
    logGroupArn: PERFECT_TRAIL.logGroupArn,
    roleArn: PERFECT_TRAIL.roleArn,
    since: '2026-10-01T00:00:00.000Z',
  },
};
const OTHER = PERFECT_TRAIL.logGroupArn.replace('audit-logs', 'other-logs');

/** A trail on which runs follow one another. */
function trailIn(change: (account: Account) => void) {
  const account = accountOf(perfectAccount(PLACE), PLACE);
  change(account);
  const aws = inMemoryAws(account, ID, SETTINGS, Date.parse(NOW), { memory: MEMORY });
  const notified: OutcomeRecord[] = [];
  const ports = portsWith({
    ...aws,
    publisher: {
      notify: async (record) => ({ ok: true, value: notified.push(record) }),
      putEvent: async () => ({ ok: true, value: undefined }),
    },
  });
  const run = async (eventId: string): Promise<OutcomeRecord> => {
    const trigger = triggerWith({ eventId, eventName: 'AddTags' });
    const [record] = await remediateTrail({ id: ID, trigger, settings: SETTINGS, settleSeconds: 0 }, ports);
    if (!record) throw new Error('The run left no record.');
    return record;
  };
  return { account, run, notified };
}

/** Two runs on a trail that is changed before the first, and how many notifications they sent. */
async function runs(change: (account: Account) => void): Promise<readonly [OutcomeRecord, OutcomeRecord, number]> {
  const { run, notified } = trailIn(change);
  return [await run('one'), await run('two'), notified.length];
}

const rulesOf = (findings: OutcomeRecord['findings']) => findings.map(({ rule }) => rule);

test('another log group is found as long as the trail delivers there, notified once, and never accepted', async () => {
  const [first, second, notifications] = await runs(({ groups, trails }) => {
    Object.assign(groups, { 'other-logs': { class: 'STANDARD', retentionDays: 400, tags: {} } });
    Object.assign(trails[ID.arn] ?? {}, { logGroupArn: OTHER });
  });
  expect(rulesOf(first.findings)).toEqual(['target-changed']);
  expect(rulesOf(second.findings)).toEqual(['target-changed']);
  expect(second).toMatchObject({ outcome: 'BLOCKED', reason: 'weakened' });
  expect(notifications).toBe(1);
});

test('a log group to which trailmend sent the trail is no change', async () => {
  const [first, second, notifications] = await runs((account) => {
    account.groups = {};
  });
  expect(first.outcome).toBe('FIXED');
  expect([rulesOf(first.remaining), rulesOf(second.findings)]).toEqual([[], []]);
  expect(notifications).toBe(1);
});

test('a log group to which trailmend sent a trail that it may not start is no change', async () => {
  const [first, second] = await runs((account) => {
    account.groups = {};
    Object.assign(account.trails[ID.arn] ?? {}, { isLogging: false });
  });
  expect(first.outcome).toBe('BLOCKED');
  expect([rulesOf(first.remaining), rulesOf(second.findings)]).toEqual([['not-logging'], ['not-logging']]);
});

test('each change is notified, also to the same log group and back while the trail waits for a person to act', async () => {
  const { account, run, notified } = trailIn(({ groups, trails }) => {
    Object.assign(groups, { 'other-logs': { class: 'STANDARD', retentionDays: 400, tags: {} } });
    Object.assign(trails[ID.arn] ?? {}, { isLogging: false });
  });
  const moves = [OTHER, PERFECT_TRAIL.logGroupArn, OTHER, OTHER];
  for (const [index, logGroupArn] of moves.entries()) {
    Object.assign(account.trails[ID.arn] ?? {}, { logGroupArn });
    expect((await run(`event ${index}`)).outcome).toBe('BLOCKED');
  }
  expect(
    notified.map(({ trigger, findings }) => [callOf(trigger)?.eventId, rulesOf(findings).includes('target-changed')]),
  ).toEqual([
    ['event 0', true],
    ['event 2', true],
  ]);
});
