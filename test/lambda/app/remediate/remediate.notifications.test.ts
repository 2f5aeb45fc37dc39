import { describe, expect, test } from '@jest/globals';
import { RunFailed } from '../../../../lambda/app/errors.ts';
import type { TrailMemory } from '../../../../lambda/core/model/memory.ts';
import {
  blankedFacts,
  factsWith,
  ID,
  NOW,
  PERFECT_FACTS,
  read,
  recordWith,
  settingsWith,
  triggerWith,
  unread,
} from '../../../support/perfect-trail.ts';
import { DENIED, leaseOf, REPAIRED, repairableTrail, THROTTLED, words } from './repairable-trail.ts';

const UNREADABLE = factsWith({ trail: unread('GetTrail returned AccessDenied: no') });

/** A publisher whose SNS refuses so many notifications, then takes what comes. */
function refusing(times: number) {
  const notified: string[] = [];
  let refusals = times;
  const notify = async ({ outcome, reason }: { readonly outcome: string; readonly reason: string }) => {
    refusals -= 1;
    if (refusals >= 0) return { ok: false, error: THROTTLED } as const;
    return { ok: true, value: notified.push(`${outcome} ${reason}`) } as const;
  };
  return { publisher: { notify }, notified };
}

describe('a notification', () => {
  test('is saved with the release of the lease, published after that, and removed after that', async () => {
    const atPublication: (TrailMemory | undefined)[] = [];
    const trail = repairableTrail(undefined, {
      publisher: {
        notify: async () => {
          atPublication.push(trail.memory());
          return { ok: true, value: undefined };
        },
      },
    });
    const [record] = await trail.run();
    expect(atPublication).toMatchObject([{ pending: [record], lastNotified: { outcome: 'FIXED' } }]);
    expect(atPublication[0]).not.toHaveProperty('lease');
    expect(trail.memory()).toMatchObject({ pending: [], lastNotified: { outcome: 'FIXED' } });
  });

  test('goes to people and to the event bus', async () => {
    const { run, notified, events } = repairableTrail();
    await run();
    expect([words(notified), words(events)]).toEqual([['FIXED repaired'], ['FIXED repaired']]);
  });

  test('that SNS refuses makes the run fail, without its lease; the retry publishes it, and it is the last one', async () => {
    const { publisher, notified } = refusing(1);
    const { run, retry, memory } = repairableTrail(undefined, { publisher });
    await expect(run()).rejects.toThrow(
      new RunFailed('The notification run-1 was not published: Publish returned ThrottledException: later'),
    );
    expect(words(memory()?.pending)).toEqual(['FIXED repaired']);
    expect(memory()).not.toHaveProperty('lease');
    expect(words(await retry())).toEqual(['COMPLIANT nothing-to-do']);
    expect(notified).toEqual(['FIXED repaired']);
    expect(memory()).toMatchObject({ pending: [], lastNotified: { outcome: 'FIXED' } });
  });

  test('that SNS refuses again stays, beside what came after it', async () => {
    const { publisher, notified } = refusing(3);
    const { run, retry, trail, memory } = repairableTrail(undefined, { publisher });
    await expect(run()).rejects.toBeInstanceOf(RunFailed);
    trail.facts = UNREADABLE;
    await expect(retry()).rejects.toBeInstanceOf(RunFailed);
    expect(words(memory()?.pending)).toEqual(['FIXED repaired', 'FAILED unread-fact']);
    await retry();
    expect(notified).toEqual(['FIXED repaired', 'FAILED unread-fact']);
    expect(memory()).toMatchObject({ pending: [] });
  });

  test('is published each time when the ledger cannot be read', async () => {
    const { run, trail, notified, ledger } = repairableTrail();
    trail.facts = UNREADABLE;
    ledger.failing = DENIED;
    await run();
    await run();
    expect(words(notified)).toEqual(['FAILED unread-fact', 'FAILED unread-fact']);
  });

  test('is not published twice because another run asked for a recheck', async () => {
    const { run, during, ledger, notified } = repairableTrail();
    during.updateTrail = () => ledger.acquire(ID.arn, leaseOf('another'), NOW, {});
    await run(triggerWith({ tampering: 'blanked' }));
    expect(words(notified)).toEqual(['FIXED repaired']);
  });
});

describe('a run that was interrupted before it published', () => {
  const SECOND_TRY = triggerWith({});
  const pendingOf = (eventId: string, time = NOW) => [
    recordWith({ outcome: 'FIXED', reason: 'repaired', trigger: triggerWith({ eventId }), time }),
  ];

  test('leaves its notification to the retry of its event, which publishes it', async () => {
    const interruption = new Error('killed');
    let isKilled = true;
    const notified: string[] = [];
    const { run, retry, memory } = repairableTrail(undefined, {
      publisher: {
        notify: async ({ outcome }) => {
          if (isKilled) throw interruption;
          return { ok: true, value: notified.push(outcome) };
        },
      },
    });
    await expect(run(SECOND_TRY)).rejects.toBe(interruption);
    isKilled = false;
    expect(words(await retry(SECOND_TRY))).toEqual(['COMPLIANT nothing-to-do']);
    expect(notified).toEqual(['FIXED']);
    expect(memory()).toMatchObject({ pending: [] });
  });

  test('leaves its notification to any run 45 s later; until then it may be publishing it itself', async () => {
    const { run, trail, clock, notified, memory } = repairableTrail({ pending: pendingOf('another') });
    trail.facts = PERFECT_FACTS;
    await clock.sleep(45_000);
    await run();
    expect([notified, memory()?.pending.length]).toEqual([[], 1]);
    await clock.sleep(1);
    await run();
    expect(words(notified)).toEqual(['FIXED repaired']);
    expect(memory()).toMatchObject({ pending: [] });
  });

  test('or could not remove what it published has it published again: a second notification is better than none', async () => {
    let isFailing = true;
    const trail = repairableTrail(undefined, {
      ledger: {
        save: async (...asked) => (isFailing ? { ok: false, error: DENIED } : trail.ledger.save(...asked)),
      },
    });
    await trail.run();
    expect(trail.errors).toEqual(['ledger not saved']);
    isFailing = false;
    await trail.retry();
    await trail.retry();
    expect(words(trail.notified)).toEqual(['FIXED repaired', 'FIXED repaired']);
  });
});

describe('a new trail that its creator has not started', () => {
  const NEVER_STARTED = read({ isLogging: false });
  const CREATED = triggerWith({ eventName: 'CreateTrail', eventTime: NOW });

  test('is not reported by its event where the run changed nothing', async () => {
    const { run, trail, notified } = repairableTrail();
    trail.facts = factsWith({ status: NEVER_STARTED });
    expect(words(await run(CREATED))).toEqual(['BLOCKED trail-just-made']);
    expect(notified).toEqual([]);
  });

  test('is reported by its event where the run repaired its delivery', async () => {
    const { run, trail, notified } = repairableTrail();
    Object.assign(trail, {
      facts: blankedFacts({ status: NEVER_STARTED }),
      repaired: { ...REPAIRED, status: NEVER_STARTED },
    });
    await run(CREATED);
    expect(words(notified)).toEqual(['BLOCKED trail-just-made']);
  });

  test('is reported by a sweep', async () => {
    const { run, trail, notified } = repairableTrail(undefined, {
      settings: settingsWith({ restartLogging: 'always' }),
    });
    trail.facts = factsWith({ status: NEVER_STARTED });
    await run({ kind: 'sweep', time: NOW });
    expect(words(notified)).toEqual(['BLOCKED trail-just-made']);
  });

  test('is reported as compliant once it is started, after people were notified of it', async () => {
    const { run, trail, notified } = repairableTrail({
      lastNotified: { outcome: 'BLOCKED', reason: 'trail-just-made', time: NOW, rules: ['not-logging'] },
    });
    trail.facts = REPAIRED;
    await run(triggerWith({ eventName: 'StartLogging' }));
    expect(words(notified)).toEqual(['COMPLIANT nothing-to-do']);
  });
});
