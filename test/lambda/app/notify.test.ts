import { describe, expect, test } from '@jest/globals';
import { tell } from '../../../lambda/app/notify.ts';
import type { Telling } from '../../../lambda/app/ports.ts';
import { NO_MEMORY, type TrailMemory, withChanges } from '../../../lambda/core/model/memory.ts';
import type { OutcomeRecord } from '../../../lambda/core/model/outcome.ts';
import { ID, recordWith } from '../../support/perfect-trail.ts';

const FIXED = recordWith({ id: 'fixed', outcome: 'FIXED', reason: 'repaired' });
const BLOCKED = recordWith({ id: 'blocked', outcome: 'BLOCKED', reason: 'scp' });
const LOST = new Error('Publish answered InternalError: later');

/** Ends of the earth: what reached SNS, EventBridge and the log, by the ids of records. */
function ends(changes: Partial<Telling> = {}) {
  const [messages, events, errors]: [string[], string[], unknown[]] = [[], [], []];
  const telling: Telling = {
    notify: async ({ id }) => void messages.push(id),
    putOutcome: async ({ id }) => {
      events.push(id);
      return { put: true };
    },
    log: { info: () => {}, error: (message, fields) => errors.push([message, fields]) },
    ...changes,
  };
  const told = (record: OutcomeRecord, memory: TrailMemory = NO_MEMORY) =>
    tell(record, ID, { read: true, value: memory }, telling);
  return { told, messages, events, errors };
}

describe('the event of an outcome', () => {
  test('goes out beside the message: neither waits for the other', async () => {
    const both = Promise.withResolvers<void>();
    const begun: string[] = [];
    const begin = async (what: string) => {
      begun.push(what);
      if (begun.length === 2) both.resolve();
      await both.promise;
    };
    const { told } = ends({
      notify: () => begin('message'),
      putOutcome: async () => {
        await begin('event');
        return { put: true };
      },
    });
    await told(FIXED);
    expect(begun.toSorted()).toEqual(['event', 'message']);
  });

  test('is not put for what people are not told', async () => {
    const { told, messages, events } = ends();
    await told(recordWith({ outcome: 'COMPLIANT', reason: 'nothing-to-do' }));
    expect([messages, events]).toEqual([[], []]);
  });

  test('that EventBridge refuses is an error in the log, and nothing else: the message counts as told', async () => {
    const refusal = { put: false, why: 'PutEvents answered InternalFailure: later' } as const;
    const { told, messages, errors } = ends({ putOutcome: async () => refusal });
    expect(await told(FIXED)).toEqual(await ends().told(FIXED));
    expect(messages).toEqual(['fixed']);
    expect(errors).toEqual([['event not put', { error: refusal.why, id: 'fixed', trailArn: ID.arn }]]);
  });

  test('whose message is refused is put once: the next try sends the message alone', async () => {
    const lost = ends({ notify: () => Promise.reject(LOST) });
    const { changes, refused } = await lost.told(FIXED);
    expect([refused, changes.owed, lost.events]).toEqual([LOST, { fixed: FIXED }, ['fixed']]);
    const next = ends();
    await next.told(recordWith({ outcome: 'COMPLIANT', reason: 'nothing-to-do' }), { ...NO_MEMORY, owed: [FIXED] });
    expect([next.messages, next.events]).toEqual([['fixed'], []]);
  });

  test('is put even when the messages before it are refused again', async () => {
    const { told, events } = ends({ notify: () => Promise.reject(LOST) });
    await told(BLOCKED, { ...NO_MEMORY, owed: [FIXED] });
    expect(events).toEqual(['blocked']);
  });

  test('is not put again for what waits to be sent already', async () => {
    const { told, events } = ends({ notify: () => Promise.reject(LOST) });
    await told({ ...BLOCKED, id: 'again' }, { ...NO_MEMORY, owed: [BLOCKED] });
    expect(events).toEqual([]);
  });
});

describe('what could not be sent', () => {
  const refusing = () => ends({ notify: () => Promise.reject(LOST) });
  const blocked = (id: string, time: string) => recordWith({ id, time, outcome: 'BLOCKED', reason: 'scp' });

  test('is kept beside what others keep at the same time, also where nobody knows what they keep', async () => {
    const unread = { read: false, why: 'GetItem answered InternalError: later' } as const;
    const { changes } = await tell(FIXED, ID, unread, {
      notify: () => Promise.reject(LOST),
      putOutcome: async () => ({ put: true }),
      log: { info: () => {}, error: () => {} },
    });
    const kept = withChanges({ ...NO_MEMORY, owed: [BLOCKED] }, changes);
    expect(kept.owed).toEqual([BLOCKED, FIXED]);
  });

  test('and is sent takes nothing away that another run could not send meanwhile', async () => {
    const { changes } = await ends().told(recordWith({ outcome: 'COMPLIANT', reason: 'nothing-to-do' }), {
      ...NO_MEMORY,
      owed: [FIXED],
    });
    expect(withChanges({ ...NO_MEMORY, owed: [FIXED, BLOCKED] }, changes).owed).toEqual([BLOCKED]);
  });

  test('is not crowded out by the same news of every run since', async () => {
    let memory: TrailMemory = { ...NO_MEMORY, owed: [FIXED] };
    for (const hour of [10, 11, 12, 13, 14, 15, 16]) {
      const record = blocked(`at ${hour}`, `2026-11-20T${hour}:00:00.000Z`);
      memory = withChanges(memory, (await refusing().told(record, memory)).changes);
    }
    expect(memory.owed?.map(({ id }) => id)).toEqual(['fixed', 'at 10']);
  });

  test('is the newest five: what is kept has to fit into one item', async () => {
    let memory: TrailMemory = NO_MEMORY;
    for (const id of ['1', '2', '3', '4', '5', '6', '7']) {
      memory = withChanges(memory, (await refusing().told({ ...FIXED, id }, memory)).changes);
    }
    expect(memory.owed?.map(({ id }) => id)).toEqual(['3', '4', '5', '6', '7']);
  });

  test('is cut where it is long: five have to fit into one item of the ledger', async () => {
    const long = { ...FIXED, detail: 'x'.repeat(300_000) };
    const { changes } = await refusing().told(long);
    expect(JSON.stringify(changes.owed).length).toBeLessThan(50_000);
    expect(changes.owed).toMatchObject({ fixed: { outcome: 'FIXED', cut: [expect.stringContaining('texts longer')] } });
  });
});
