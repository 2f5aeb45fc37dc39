import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../../../lambda/core/model/finding.ts';
import { NO_MEMORY, type TrailMemory } from '../../../../lambda/core/model/memory.ts';
import type { Plan } from '../../../../lambda/core/model/plan.ts';
import type { Settings } from '../../../../lambda/core/model/settings.ts';
import type { Trigger } from '../../../../lambda/core/model/trigger.ts';
import { restart } from '../../../../lambda/core/planning/restart.ts';
import { factsWith, ID, NOW, read, settingsWith, triggerWith } from '../../../support/perfect-trail.ts';

const STOPPED: Finding = {
  rule: 'not-logging',
  verdict: 'violated',
  evidence: { source: 'GetTrailStatus', saw: 'IsLogging is false' },
};

function restarted(
  restartLogging: Settings['restartLogging'],
  eventName: string,
  secondsAgo = 5,
  memory = NO_MEMORY,
): string {
  const facts = factsWith({ now: '2026-11-20T09:00:00.000Z' });
  const eventTime = new Date(Date.parse(facts.now) - secondsAgo * 1000).toISOString();
  const trigger = triggerWith({ eventName, eventTime });
  return decisionOf(restart(STOPPED, facts, { trigger, settings: settingsWith({ restartLogging }), memory }));
}

/** The operation of the one step, or the reason of the one refusal. */
function decisionOf({ steps, refused }: Plan): string {
  const [decision, ...others] = [...steps.map(({ operation }) => operation), ...refused.map(({ reason }) => reason)];
  if (decision === undefined || others.length > 0) throw new Error('A restart is one step or one refusal.');
  return decision;
}

test.each([
  ['never', 'StopLogging', 5, 'restart-not-allowed'],
  ['never', 'CreateTrail', 5, 'trail-just-made'],
  ['never', 'CreateTrail', 120, 'restart-not-allowed'],
  ['seen', 'StopLogging', 5, 'StartLogging'],
  ['seen', 'StopLogging', 5_000, 'StartLogging'],
  ['seen', 'StartLogging', 5, 'restart-not-allowed'],
  ['seen', 'CreateTrail', 500, 'restart-not-allowed'],
  ['seen', 'CreateTrail', 5, 'trail-just-made'],
  ['always', 'UpdateTrail', 5, 'StartLogging'],
  ['always', 'CreateTrail', 119, 'trail-just-made'],
  ['always', 'CreateTrail', 120, 'StartLogging'],
] as const)('RestartLogging %s, %s %i seconds ago: %s', (mode, eventName, secondsAgo, expected) => {
  expect(restarted(mode, eventName, secondsAgo)).toBe(expected);
});

test.each([
  ['seen', 'UpdateTrail', 'StartLogging'],
  ['seen', 'CreateTrail', 'trail-just-made'],
  ['never', 'UpdateTrail', 'restart-not-allowed'],
] as const)('RestartLogging %s, %s, of a trail that the ledger has seen logging: %s', (mode, eventName, expected) => {
  expect(restarted(mode, eventName, 5, { ...NO_MEMORY, seenLogging: '2026-11-01T00:00:00.000Z' })).toBe(expected);
});

describe('a trail that has never recorded anything', () => {
  const now = '2026-11-20T09:00:00.000Z';
  const NEW = factsWith({ now, status: read({ isLogging: false }) });
  const ago = (seconds: number) => new Date(Date.parse(now) - seconds * 1000).toISOString();
  const call = (eventName: string, secondsAgo: number) => triggerWith({ eventName, eventTime: ago(secondsAgo) });
  const SWEEP = { kind: 'sweep', time: now } as const;
  const known = (seconds: number): TrailMemory => ({
    ...NO_MEMORY,
    last: { outcome: 'BLOCKED', reason: 'trail-just-made', time: ago(seconds), recordId: 'r' },
  });
  const decided = (mode: Settings['restartLogging'], trigger: Trigger, memory = NO_MEMORY, facts = NEW) =>
    decisionOf(restart(STOPPED, facts, { trigger, settings: settingsWith({ restartLogging: mode }), memory }));

  test.each([
    ['PutEventSelectors', 119, 'trail-just-made'],
    ['PutEventSelectors', 120, 'StartLogging'],
    ['StopLogging', 5, 'StartLogging'],
  ])(
    'may have been created just now, unless a call shows that it is older: %s, %i seconds ago: %s',
    (name, age, end) => {
      expect(decided('always', call(name, age))).toBe(end);
    },
  );

  test('is left to its creator by the run of a call, whatever RestartLogging says', () => {
    expect(decided('seen', call('PutEventSelectors', 5))).toBe('trail-just-made');
    expect(decided('never', call('PutEventSelectors', 5))).toBe('trail-just-made');
  });

  test('is not started by the first sweep that sees it, but by the next one', () => {
    expect(decided('always', SWEEP)).toBe('trail-just-made');
    expect(decided('always', SWEEP, known(119))).toBe('trail-just-made');
    expect(decided('always', SWEEP, known(120))).toBe('StartLogging');
    expect(decided('seen', SWEEP)).toBe('restart-not-allowed');
    expect(decided('never', SWEEP)).toBe('restart-not-allowed');
  });

  test.each(['startedLogging', 'latestDelivery', 'latestLogsDelivery'])('is not one with %s', (clock) => {
    const facts = factsWith({ now, status: read({ isLogging: false, [clock]: now }) });
    expect(decided('always', SWEEP, NO_MEMORY, facts)).toBe('StartLogging');
  });

  test('is described as one that may have been created just now', () => {
    const settings = settingsWith({ restartLogging: 'always' });
    expect(restart(STOPPED, NEW, { trigger: SWEEP, settings, memory: NO_MEMORY }).refused).toMatchObject([
      { detail: 'the trail has never recorded anything and may have been created less than 2 minutes ago' },
    ]);
  });
});

test('StartLogging names the trail by its ARN and needs no other step', () => {
  const trigger = triggerWith({ eventName: 'StopLogging' });
  expect(restart(STOPPED, factsWith({}), { trigger, settings: settingsWith({}), memory: NO_MEMORY })).toEqual({
    steps: [{ operation: 'StartLogging', input: { Name: ID.arn }, needs: [], repairs: ['not-logging'] }],
    refused: [],
  });
});

describe('says why a trail is not started', () => {
  const OWNER = 'the owner of the trail, with StartLogging';
  const refusal = (settings: Partial<Settings>, trigger = triggerWith({}), finding = STOPPED) =>
    restart(finding, factsWith({}), { trigger, settings: settingsWith(settings) }).refused[0];

  test('because of the parameter', () => {
    const common = { rule: 'not-logging', reason: 'restart-not-allowed', whoCanAct: OWNER };
    expect(refusal({ restartLogging: 'never' })).toEqual({ ...common, detail: 'RestartLogging is "never"' });
    expect(refusal({ restartLogging: 'seen' })).toEqual({
      ...common,
      detail:
        'RestartLogging is "seen", and trailmend has never seen the trail logging: its owner may have stopped it on purpose',
    });
  });

  test('because of its age', () => {
    const trigger = triggerWith({ eventName: 'CreateTrail', eventTime: NOW });
    expect(refusal({ restartLogging: 'always' }, trigger)).toEqual({
      rule: 'not-logging',
      reason: 'trail-just-made',
      detail: 'the trail was created less than 2 minutes ago',
      whoCanAct: OWNER,
    });
  });

  test('because of what could not be read', () => {
    const evidence = { source: 'GetTrailStatus', saw: 'denied' };
    const undecided = { ...STOPPED, verdict: 'undecided', evidence } as const;
    expect(refusal({ restartLogging: 'always' }, triggerWith({}), undecided)).toEqual({
      rule: 'not-logging',
      reason: 'unread-fact',
      detail: 'trailmend could not read whether the trail is logging: denied',
      whoCanAct: 'an administrator of the account',
    });
  });
});
