import { expect, test } from '@jest/globals';
import { smokeTest } from '../../../lambda/app/smoke-test.ts';
import type { Fact } from '../../../lambda/core/model/fact.ts';
import type { Subscribers } from '../../../lambda/core/model/subscribers.ts';
import { portsWith } from '../../support/ports.ts';
import { CONFIG } from './dispatched.ts';

test.each<[Fact<Subscribers>, string | undefined]>([
  [{ read: true, value: 'some' }, undefined],
  [
    { read: true, value: 'none' },
    'The topic of trailmend has no confirmed subscription, so nobody receives its messages.',
  ],
  [
    { read: true, value: 'filtered' },
    'Every subscription to the topic of trailmend has a filter policy, which can drop its messages.',
  ],
  [{ read: false, why: 'denied' }, 'trailmend could not read who receives its messages: denied'],
])('the smoke test warns when nobody may receive the messages: %j', async (fact, warning) => {
  const ports = portsWith({
    checkAccess: async () => ({ ok: true, value: { account: '111122223333' } }),
    subscribers: async () => fact,
  });
  expect(await smokeTest(CONFIG, ports)).toEqual({
    ok: true,
    version: expect.any(String),
    mode: CONFIG.settings.mode,
    account: '111122223333',
    region: expect.any(String),
    ...(warning && { warning }),
  });
});
