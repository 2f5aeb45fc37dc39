import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../../../lambda/core/model/finding.ts';
import { NO_MEMORY, type TrailMemory } from '../../../../lambda/core/model/memory.ts';
import type { Settings } from '../../../../lambda/core/model/settings.ts';
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
  const result = restart(
    STOPPED,
    facts,
    triggerWith({ eventName, eventTime }),
    settingsWith({ restartLogging }),
    memory,
  );
  return 'step' in result ? result.step.operation : result.refusal.reason;
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
] as const)('RestartLogging %s, %s, of a trail that the ledger saw logging: %s', (mode, eventName, expected) => {
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
  const decided = (
    mode: Settings['restartLogging'],
    trigger: Parameters<typeof restart>[2],
    memory = NO_MEMORY,
    facts = NEW,
  ) => {
    const result = restart(STOPPED, facts, trigger, settingsWith({ restartLogging: mode }), memory);
    return 'step' in result ? result.step.operation : result.refusal.reason;
  };

  test.each([
    ['PutEventSelectors', 119, 'trail-just-made'],
    ['PutEventSelectors', 120, 'StartLogging'],
    ['StopLogging', 5, 'StartLogging'],
  ])('may be one that was just made where nothing tells that it is older: %s, %i seconds ago: %s', (name, age, end) => {
    expect(decided('always', call(name, age))).toBe(end);
  });

  test('is waited for by the run of a call, whatever may be started', () => {
    expect(decided('seen', call('PutEventSelectors', 5))).toBe('trail-just-made');
    expect(decided('never', call('PutEventSelectors', 5))).toBe('trail-just-made');
  });

  test('is not started by the sweep that sees it first, and by the next one', () => {
    expect(decided('always', SWEEP)).toBe('trail-just-made');
    expect(decided('always', SWEEP, known(119))).toBe('trail-just-made');
    expect(decided('always', SWEEP, known(120))).toBe('StartLogging');
    expect(decided('seen', SWEEP)).toBe('restart-not-allowed');
    expect(decided('never', SWEEP)).toBe('restart-not-allowed');
  });

  test.each(['startedLogging', 'latestDelivery', 'latestLogsDelivery'])('is another than one with %s', (clock) => {
    const facts = factsWith({ now, status: read({ isLogging: false, [clock]: now }) });
    expect(decided('always', SWEEP, NO_MEMORY, facts)).toBe('StartLogging');
  });

  test('is told as one that may have been made just now', () => {
    const result = restart(STOPPED, NEW, SWEEP, settingsWith({ restartLogging: 'always' }), NO_MEMORY);
    expect(result).toMatchObject({
      refusal: { detail: 'the trail has never recorded anything, and may have been made less than 2 minutes ago' },
    });
  });
});

test('StartLogging names the trail by its ARN and waits for nothing', () => {
  expect(
    restart(STOPPED, factsWith({}), triggerWith({ eventName: 'StopLogging' }), settingsWith({}), NO_MEMORY),
  ).toEqual({
    step: { operation: 'StartLogging', input: { Name: ID.arn }, needs: [], repairs: ['not-logging'] },
  });
});

describe('a trail that is not started is told why', () => {
  const OWNER = 'the owner of the trail, with StartLogging';
  const refusal = (settings: Partial<Settings>, trigger = triggerWith({}), finding = STOPPED) => {
    const result = restart(finding, factsWith({}), trigger, settingsWith(settings), NO_MEMORY);
    return 'refusal' in result ? result.refusal : undefined;
  };

  test('by the parameter', () => {
    const told = { rule: 'not-logging', reason: 'restart-not-allowed', whoCanAct: OWNER };
    expect(refusal({ restartLogging: 'never' })).toEqual({ ...told, detail: 'RestartLogging is "never"' });
    expect(refusal({ restartLogging: 'seen' })).toEqual({
      ...told,
      detail:
        'RestartLogging is "seen", no StopLogging started this run, and the ledger never saw the trail logging: it may be parked on purpose',
    });
  });

  test('by its age', () => {
    const trigger = triggerWith({ eventName: 'CreateTrail', eventTime: NOW });
    expect(refusal({ restartLogging: 'always' }, trigger)).toEqual({
      rule: 'not-logging',
      reason: 'trail-just-made',
      detail: 'the trail was made less than 2 minutes ago',
      whoCanAct: OWNER,
    });
  });

  test('by what could not be read', () => {
    const evidence = { source: 'GetTrailStatus', saw: 'denied' };
    const undecided = { ...STOPPED, verdict: 'undecided', evidence } as const;
    expect(refusal({ restartLogging: 'always' }, triggerWith({}), undecided)).toEqual({
      rule: 'not-logging',
      reason: 'unread-fact',
      detail: 'whether the trail is logging could not be read: denied',
      whoCanAct: 'an administrator of the account',
    });
  });
});
