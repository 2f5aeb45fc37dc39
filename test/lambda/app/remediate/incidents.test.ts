import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Ports } from '../../../../lambda/app/ports.ts';
import { remediateTrail } from '../../../../lambda/app/remediate/remediate.ts';
import type { TrailFacts } from '../../../../lambda/core/model/facts.ts';
import type { OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import type { CallTrigger, Trigger } from '../../../../lambda/core/model/trigger.ts';
import { virtualClock } from '../../../support/aws/virtual-clock.ts';
import { inMemoryLedger } from '../../../support/in-memory-ledger.ts';
import {
  blankedFacts,
  ID,
  NOW,
  REPAIR_FACTS,
  read,
  repairedFacts,
  selecting,
  settingsWith,
  triggerWith,
} from '../../../support/perfect-trail.ts';
import { portsWith } from '../../../support/ports.ts';

const START = Date.parse(NOW);
const MINUTE_MS = 60_000;
const DATA_EVENTS = selecting({ dataEvents: ['AWS::S3::Object (arn:aws:s3)'] });
const parked = (changes: Partial<TrailFacts> = {}) => blankedFacts({ status: read({ isLogging: false }), ...changes });

/** An account in which the trail has these facts after some seconds, and the messages about it. */
function account(factsAt: (seconds: number) => TrailFacts, mode: 'fix' | 'dry-run' = 'fix') {
  const clock = virtualClock(START);
  const messages: OutcomeRecord[] = [];
  const ledger = inMemoryLedger();
  const state = { isRepaired: false };
  let runs = 0;
  const ports: Ports = portsWith({
    clock,
    ledger,
    newId: () => `run-${++runs}`,
    observe: async (_, now) => {
      const facts = state.isRepaired ? repairedFacts() : factsAt((clock.now() - START) / 1000);
      return { ...facts, now };
    },
    observeForRepair: async () => REPAIR_FACTS,
    perform: async ({ operation }) => {
      if (operation === 'UpdateTrail' || operation === 'StartLogging') state.isRepaired = true;
      return { ok: true, value: {} };
    },
    publisher: {
      notify: async (record) => ({ ok: true, value: messages.push(record) }),
      putEvent: async () => ({ ok: true, value: undefined }),
    },
  });
  const run = (trigger: Trigger) =>
    remediateTrail({ id: ID, trigger, settings: settingsWith({ mode }), settleSeconds: 20 }, ports);
  const sweep = () => run({ kind: 'sweep', time: new Date(clock.now()).toISOString() });
  return { run, sweep, messages, clock, state, ledger };
}

/** The calls of the creator of a trail, with the seconds at which they happen. */
const CREATION = [
  ['CreateTrail', 0],
  ['StartLogging', 2],
  ['PutEventSelectors', 4],
] as const;

async function create({ run, clock }: ReturnType<typeof account>): Promise<void> {
  await Promise.all(
    CREATION.map(async ([eventName, seconds]) => {
      await clock.sleep(seconds * 1000);
      await run(
        triggerWith({ eventName, eventId: eventName, eventTime: new Date(START + seconds * 1000).toISOString() }),
      );
    }),
  );
}

describe('the creation of a trail is one incident with one message', () => {
  test('in a dry run', async () => {
    const here = account((seconds) => (seconds < 2 ? parked() : blankedFacts()), 'dry-run');
    await create(here);
    expect(here.messages.map(({ outcome }) => outcome)).toEqual(['WOULD_FIX']);
  });

  test('of a trail with data events', async () => {
    const withData = blankedFacts({ eventSelectors: DATA_EVENTS });
    const here = account((seconds) => (seconds < 2 ? parked() : seconds < 4 ? blankedFacts() : withData));
    await create(here);
    expect(here.messages.map(({ reason }) => reason)).toEqual(['cost']);
  });

  test('that trailmend repairs', async () => {
    const here = account((seconds) => (seconds < 2 ? parked() : blankedFacts()));
    await create(here);
    expect(here.messages.map(({ outcome }) => outcome)).toEqual(['FIXED']);
  });
});

describe('a caller that blanks a trail ten times', () => {
  const blanked = (eventId: string, name = 'dana'): CallTrigger =>
    triggerWith({ eventId, tampering: 'blanked', actor: { type: 'IAMUser', name } });

  test('causes one message at once, and one of the next sweep with the number of the others', async () => {
    const here = account(() => blankedFacts());
    for (let index = 0; index < 10; index += 1) {
      here.state.isRepaired = false;
      await here.run(blanked(`event ${index}`));
      await here.clock.sleep(MINUTE_MS);
    }
    expect(here.messages).toHaveLength(1);
    await here.sweep();
    await here.sweep();
    expect(here.messages).toHaveLength(2);
    expect(here.messages[1]?.repeats).toMatchObject([
      { eventName: 'UpdateTrail', actor: 'dana', count: 9, denied: false },
    ]);
  });

  test('while trailmend repairs the trail causes one message, too', async () => {
    const here = account(() => blankedFacts());
    await Promise.all(Array.from({ length: 10 }, (_, index) => here.run(blanked(`event ${index}`))));
    await here.sweep();
    const counts = here.messages.flatMap(({ repeats = [] }) => repeats.map(({ count }) => count));
    const atOnce = here.messages.filter(({ trigger }) => trigger.kind === 'event');
    expect([atOnce.length, counts]).toEqual([1, [9]]);
  });

  test('is reported at once when another caller does it, with the repeats before', async () => {
    const here = account(() => repairedFacts());
    for (const trigger of [blanked('1'), blanked('2'), blanked('3', 'erin')]) await here.run(trigger);
    expect(here.messages.map(({ repeats = [] }) => repeats.map(({ count }) => count))).toEqual([[], [1]]);
  });

  test('is reported at once when the repeat ends otherwise', async () => {
    const here = account(() => blankedFacts());
    await here.run(blanked('1'));
    here.state.isRepaired = false;
    here.ledger.failing = { operation: 'UpdateItem', code: 'X', message: 'no' };
    await here.run(blanked('2'));
    expect(here.messages).toHaveLength(2);
  });
});

test('every tampering is in a message after the next sweep, at once or counted, and none in two', async () => {
  const deed = fc.record({
    tampering: fc.constantFrom('stopped' as const, 'blanked' as const, 'log-group-deleted' as const),
    name: fc.constantFrom('dana', 'erin'),
    minutes: fc.constantFrom(0, 1, 30, 90),
    isRepaired: fc.boolean(),
    isRetried: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { maxLength: 12 }), async (deeds) => {
      const here = account(() => blankedFacts());
      for (const [index, { tampering, name, minutes, isRepaired, isRetried }] of deeds.entries()) {
        here.state.isRepaired = isRepaired;
        const trigger = triggerWith({ eventId: `${index}`, tampering, actor: { type: 'IAMUser', name } });
        await here.run(trigger);
        if (isRetried) await here.run(trigger);
        await here.clock.sleep(minutes * MINUTE_MS);
      }
      await here.sweep();
      const counted = here.messages.flatMap(({ repeats = [] }) => repeats.map(({ count }) => count));
      const atOnce = new Set(
        here.messages.flatMap(({ trigger }) => (trigger.kind === 'event' ? [trigger.eventId] : [])),
      );
      expect(atOnce.size + counted.reduce((sum, count) => sum + count, 0)).toBe(deeds.length);
    }),
    { numRuns: 60 },
  );
});
