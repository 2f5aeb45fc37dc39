import { expect, test } from '@jest/globals';
import { RunFailed } from '../../../../lambda/app/errors.ts';
import { NO_MEMORY, type TrailMemory } from '../../../../lambda/core/model/memory.ts';
import { factsWith, ID, NOW, unread } from '../../../support/perfect-trail.ts';
import { type Differences, sweptAccount, trailIn } from './swept-account.ts';

const BEFORE = '2026-11-01T00:00:00.000Z';
const GONE = factsWith({ gone: true, trail: unread('the trail does not exist') });
const OTHER = trailIn(ID.region, 'other');
const THROTTLED = { operation: 'Publish', code: 'Throttling', message: 'slow down' };
const notifiedAt = (time: string): TrailMemory => ({
  ...NO_MEMORY,
  lastNotified: { outcome: 'SKIPPED', reason: 'trail-deleted', time, rules: [] },
});

/** An account whose ledger knows the trail `audit`, which no Region lists. */
async function accountThatMisses(differences: Differences = {}) {
  const facts: Differences['facts'] = ({ name }) => (name === ID.name ? GONE : factsWith({}));
  const account = sweptAccount({ [ID.region]: [OTHER] }, { facts, ...differences });
  await account.ledger.saveKnownTrails({ [ID.arn]: BEFORE, [OTHER.id.arn]: BEFORE });
  const deletions = () => account.notified.filter(({ reason }) => reason === 'trail-deleted');
  return { ...account, deletions };
}

test('a missing trail is reported once, and then forgotten', async () => {
  const { run, deletions, ledger } = await accountThatMisses();
  expect(await run()).toContainEqual(expect.objectContaining({ trailArn: ID.arn, reason: 'trail-deleted' }));
  await run();
  expect(deletions()).toMatchObject([{ trailArn: ID.arn, trigger: { kind: 'sweep' } }]);
  expect(ledger.knownTrails()).toEqual({ [OTHER.id.arn]: BEFORE });
});

test('a trail that GetTrail still returns is not missing', async () => {
  const { run, deletions, ledger } = await accountThatMisses({ facts: () => factsWith({}) });
  await run();
  expect(deletions()).toEqual([]);
  expect(ledger.knownTrails()).toHaveProperty([ID.arn]);
});

test('a deletion that its event reported is not reported again, and one of an earlier trail does not count', async () => {
  const byEvent = await accountThatMisses({ memories: { [ID.arn]: notifiedAt(NOW) } });
  await byEvent.run();
  expect(byEvent.deletions()).toEqual([]);
  expect(byEvent.ledger.knownTrails()).not.toHaveProperty([ID.arn]);
  const earlier = await accountThatMisses({ memories: { [ID.arn]: notifiedAt('2026-10-01T00:00:00.000Z') } });
  await earlier.run();
  expect(earlier.deletions()).toHaveLength(1);
});

test('a report that SNS refuses is published by the next sweep, once', async () => {
  let isRefused = true;
  const notify: Differences['notify'] = ({ reason }) =>
    isRefused && reason === 'trail-deleted' ? THROTTLED : undefined;
  const { run, deletions, ledger, clock } = await accountThatMisses({ notify });
  await expect(run()).rejects.toBeInstanceOf(RunFailed);
  expect(ledger.knownTrails()).toHaveProperty([ID.arn]);
  isRefused = false;
  await run({ due: '2026-11-20T10:00:05.000Z' });
  expect(deletions()).toEqual([]);
  await clock.sleep(60 * 60_000);
  for (const due of ['2026-11-20T10:00:05.000Z', '2026-11-20T11:00:05.000Z']) await run({ due });
  expect(deletions()).toHaveLength(1);
  expect(ledger.knownTrails()).not.toHaveProperty([ID.arn]);
});

test('without the ledger, a sweep reports no deletion', async () => {
  const { run, deletions, ledger } = await accountThatMisses();
  ledger.failing = { operation: 'GetItem', code: 'Throttling', message: 'slow down' };
  await run();
  expect(deletions()).toEqual([]);
});
