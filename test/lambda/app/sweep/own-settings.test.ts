import { expect, test } from '@jest/globals';
import { sweptAccount, words } from './swept-account.ts';

const BEFORE = { ExcludedTrails: '', Mode: 'fix' };
const AFTER = { ExcludedTrails: '*', Mode: 'fix', Regions: 'us-east-1' };
const THROTTLED = { operation: 'Publish', code: 'ThrottledException', message: 'later' };

test('a change of the settings is reported once, with the old and the new value', async () => {
  const { run, notified } = sweptAccount({});
  await run({ ownSettings: BEFORE });
  await run({ ownSettings: BEFORE });
  const own = () => notified.filter(({ reason }) => reason === 'settings-changed');
  expect(own()).toEqual([]);
  expect(words(await run({ ownSettings: AFTER }))).toContain('BLOCKED settings-changed');
  await run({ ownSettings: AFTER });
  expect(own()).toMatchObject([
    {
      subject: { kind: 'account' },
      detail:
        'The settings of trailmend changed: ExcludedTrails from "" to "*", Regions from "" to "us-east-1". A deployment changes them too. If nobody deployed trailmend, treat this as an attack.',
    },
  ]);
});

test('a change that people were not notified of is reported by the next sweep', async () => {
  let refuses = true;
  const { run, notified } = sweptAccount({}, { notify: () => (refuses ? THROTTLED : undefined) });
  await run({ ownSettings: BEFORE }).catch(() => {});
  await expect(run({ ownSettings: AFTER })).rejects.toThrow('was not published');
  refuses = false;
  await run({ ownSettings: AFTER });
  expect(notified.map(({ reason }) => reason)).toContain('settings-changed');
});

test('a sweep of some Regions, and an unread ledger, say nothing about the settings', async () => {
  const { run, ledger, notified } = sweptAccount({});
  await run({ ownSettings: BEFORE });
  await run({ ownSettings: AFTER, regions: ['eu-west-1'], isRequested: true });
  ledger.failing = { operation: 'GetItem', code: 'InternalServerError', message: 'no' };
  await run({ ownSettings: AFTER });
  expect(notified.map(({ reason }) => reason)).not.toContain('settings-changed');
});
