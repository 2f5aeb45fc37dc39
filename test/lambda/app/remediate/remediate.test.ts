import { describe, expect, test } from '@jest/globals';
import { RunFailed } from '../../../../lambda/app/errors.ts';
import type { Ledger } from '../../../../lambda/app/ports.ts';
import { remediateTrail } from '../../../../lambda/app/remediate/remediate.ts';
import { filterName, METRIC_NAMESPACE, MONITORING_FILTERS } from '../../../../lambda/core/integration/cis-filters.ts';
import type { AwsError } from '../../../../lambda/core/model/aws-result.ts';
import type { TrailFacts } from '../../../../lambda/core/model/facts.ts';
import type { Lease, RunIntent, TrailMemory } from '../../../../lambda/core/model/memory.ts';
import type { OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import type { Settings } from '../../../../lambda/core/model/settings.ts';
import type { Step } from '../../../../lambda/core/model/step.ts';
import { logGroupArn } from '../../../../lambda/core/model/trail-id.ts';
import type { CallTrigger } from '../../../../lambda/core/model/trigger.ts';
import { filterPlan } from '../../../../lambda/core/planning/metric-filters.ts';
import { virtualClock } from '../../../support/aws/virtual-clock.ts';
import { type InMemoryLedger, inMemoryLedger } from '../../../support/in-memory-ledger.ts';
import {
  blankedFacts,
  factsWith,
  ID,
  NOW,
  ourGroup,
  ourRole,
  PERFECT_FACTS,
  PERFECT_TRAIL,
  read,
  repairedFacts,
  SETTINGS,
  settingsWith,
  triggerWith,
  unread,
} from '../../../support/perfect-trail.ts';

const START = Date.parse(NOW);
const CIS = settingsWith({ metricFilters: 'cis' });
const REPAIRED = repairedFacts();
const UNREADABLE = factsWith({ trail: unread('GetTrail answered AccessDenied: no') });
const DENIED: AwsError = { operation: 'UpdateItem', code: 'AccessDeniedException', message: 'no' };
const LOST = new Error('Publish answered InternalError: later');
const UPDATE: Step = {
  operation: 'UpdateTrail',
  input: {
    Name: ID.arn,
    CloudWatchLogsLogGroupArn: logGroupArn(ID, ourGroup().name),
    CloudWatchLogsRoleArn: ourRole().arn,
  },
  needs: [],
  repairs: ['log-group-not-set'],
};
const PUT_FILTERS = filterPlan(REPAIRED, { kind: 'new', name: ourGroup().name }, CIS).steps;
const ALL_FILTERS = MONITORING_FILTERS.map((filter) => ({
  name: filterName(filter),
  pattern: filter.pattern,
  metric: filter.metric,
  namespace: METRIC_NAMESPACE,
  value: '1',
  isNarrowed: false,
}));
const begun = (changes: Partial<RunIntent> = {}): RunIntent => ({
  trigger: triggerWith({}),
  findings: [
    {
      rule: 'log-group-not-set',
      verdict: 'violated',
      evidence: { source: 'GetTrail', saw: 'CloudWatchLogsLogGroupArn is not set' },
    },
  ],
  steps: [UPDATE],
  ...changes,
});
const lease = (holder: string, until = '2026-11-20T09:10:00.000Z', changes: Partial<RunIntent> = {}): Lease => ({
  holder,
  until,
  dirty: false,
  begun: begun(changes),
});

/** A trail that UpdateTrail repairs. */
function place(
  memory?: TrailMemory,
  changes: { readonly ledger?: Partial<Ledger>; readonly refusals?: number; readonly settings?: Settings } = {},
) {
  const clock = virtualClock(START);
  const held = inMemoryLedger(memory ? { [ID.arn]: memory } : {});
  const calls: string[] = [];
  const messages: OutcomeRecord[] = [];
  const errors: string[] = [];
  let ids = 0;
  let { refusals = 0 } = changes;
  const trail = { facts: blankedFacts() as TrailFacts };
  const during: { updateTrail?: () => Promise<void> } = {};
  const here = {
    clock,
    newId: () => `run-${++ids}`,
    ledger: { ...held, ...changes.ledger },
    observe: async (_: unknown, now: string) => ({ ...trail.facts, now }),
    performer:
      () =>
      async ({ operation }: Step) => {
        calls.push(operation);
        if (operation === 'UpdateTrail') {
          await during.updateTrail?.();
          trail.facts = REPAIRED;
        }
        return { done: true } as const;
      },
    putOutcome: async () => ({ put: true }) as const,
    notify: async (record: OutcomeRecord) => {
      if (refusals > 0) {
        refusals -= 1;
        throw LOST;
      }
      messages.push(record);
    },
    log: {
      info: () => {},
      error: (message: string) => {
        errors.push(message);
      },
    },
  };
  const run = (trigger: CallTrigger = triggerWith({})) =>
    remediateTrail({ id: ID, trigger, settings: changes.settings ?? SETTINGS, settleSeconds: 0 }, here);
  return { run, trail, during, calls, messages, errors, clock, ledger: held as InMemoryLedger };
}
const MEMORY: TrailMemory = { told: {} };
const words = (records: readonly OutcomeRecord[]) => records.map(({ outcome, reason }) => `${outcome} ${reason}`);

describe('the lease of a trail', () => {
  test('is held while the trail is changed, and given back with what was learned', async () => {
    const { run, during, ledger } = place();
    let seen: Lease | undefined;
    during.updateTrail = async () => {
      seen = ledger.memories.get(ID.arn)?.lease;
    };
    expect(words(await run())).toEqual(['FIXED repaired']);
    expect(seen).toMatchObject({ holder: triggerWith({}).eventId, until: '2026-11-20T09:16:05.000Z', dirty: false });
    expect(ledger.memories.get(ID.arn)).not.toHaveProperty('lease');
    expect(ledger.memories.get(ID.arn)).toMatchObject({ last: { outcome: 'FIXED' }, acceptedTarget: {} });
  });

  test('is not taken for a trail that needs nothing', async () => {
    const taken: string[] = [];
    const { run, trail, ledger } = place(undefined, {
      ledger: {
        take: async (arn) => {
          taken.push(arn);
          return { ok: true, value: 'taken' };
        },
      },
    });
    trail.facts = PERFECT_FACTS;
    await run();
    expect(taken).toEqual([]);
    expect(ledger.memories.get(ID.arn)).toMatchObject({ last: { outcome: 'COMPLIANT' } });
  });

  test('that another has keeps the trail from being touched; the other is told to look again', async () => {
    const { run, calls, messages, ledger } = place({ ...MEMORY, lease: lease('another') });
    expect(words(await run())).toEqual(['SKIPPED another-run']);
    expect(calls).not.toContain('UpdateTrail');
    expect(calls).not.toContain('PutRolePolicy');
    expect(messages).toEqual([]);
    expect(ledger.memories.get(ID.arn)?.lease).toMatchObject({ holder: 'another', dirty: true });
    expect(ledger.memories.get(ID.arn)).not.toHaveProperty('last');
  });

  test('that another has keeps from being made what repairs by itself', async () => {
    const { run, trail, calls } = place({ ...MEMORY, lease: lease('another') }, { settings: CIS });
    const short = read({ ...ourGroup(), retentionDays: 30, isOurs: read(true) });
    trail.facts = { ...REPAIRED, currentGroup: short, metricFilters: read([]) };
    expect(words(await run())).toEqual(['SKIPPED another-run']);
    expect(calls).toEqual([]);
  });

  test('that another has keeps no tampering from being told, and the other learns that the trail was logging', async () => {
    const { run, messages, ledger } = place({ ...MEMORY, lease: lease('another') });
    const stopped = triggerWith({ eventName: 'StopLogging', tampering: 'stopped' });
    await run(stopped);
    await run(stopped);
    expect(words(messages)).toEqual(['SKIPPED another-run']);
    expect(ledger.memories.get(ID.arn)).toMatchObject({ seenLogging: expect.stringContaining('2026-11-20T09:00') });
  });

  test('that was marked has its holder look again, until nobody wants the trail', async () => {
    const { run, trail, during, ledger, calls } = place();
    let times = 0;
    during.updateTrail = async () => {
      times += 1;
      if (times === 1) await ledger.take(ID.arn, lease('another'), NOW, {});
    };
    const records = run();
    expect(words(await records)).toEqual(['FIXED repaired', 'COMPLIANT nothing-to-do']);
    expect(calls.filter((call) => call === 'UpdateTrail')).toHaveLength(1);
    expect(trail.facts).toBe(REPAIRED);
    expect(ledger.memories.get(ID.arn)).not.toHaveProperty('lease');
  });

  test('is given up when others keep changing the trail for ten minutes: Lambda tries the event again', async () => {
    const { run, trail, clock, ledger, calls } = place(undefined, {
      ledger: {
        release: async (...asked) => {
          await clock.sleep(60_000);
          trail.facts = blankedFacts();
          await ledger.take(ID.arn, lease('another'), NOW, {});
          return ledger.release(...asked);
        },
      },
    });
    await expect(run()).rejects.toThrow(`Others keep changing the trail ${ID.arn}`);
    expect(calls.filter((call) => call === 'UpdateTrail')).toHaveLength(11);
  });

  test('that was marked lets nothing be told twice', async () => {
    const { run, during, ledger, messages } = place();
    during.updateTrail = async () => {
      await ledger.take(ID.arn, lease('another'), NOW, {});
    };
    await run(triggerWith({ tampering: 'blanked' }));
    expect(words(messages)).toEqual(['FIXED repaired']);
  });

  test('that has run out is taken from whoever left it', async () => {
    const { run, calls, ledger } = place({ ...MEMORY, lease: lease('another', '2026-11-20T09:00:00.000Z') });
    expect(words(await run())).toEqual(['FIXED repaired']);
    expect(calls).toContain('UpdateTrail');
    expect(ledger.memories.get(ID.arn)).not.toHaveProperty('lease');
  });

  test.each([
    [
      'that no run could have taken, since it ends too late, keeps no trail broken',
      '2999-01-01T00:00:00.000Z',
      'FIXED repaired',
    ],
    ['of a run whose clock is half a minute ahead still holds', '2026-11-20T09:16:30.000Z', 'SKIPPED another-run'],
  ])('%s', async (_, until, outcome) => {
    const { run } = place({ ...MEMORY, lease: lease('another', until) });
    expect(words(await run())).toEqual([outcome]);
  });

  test('that could not be taken holds up no repair, and is told', async () => {
    const { run, messages } = place(undefined, { ledger: { take: async () => ({ ok: false, error: DENIED }) } });
    await run();
    expect(messages).toMatchObject([
      { outcome: 'FIXED', ledgerError: 'UpdateItem answered AccessDeniedException: no' },
    ]);
  });

  test('that could not be given back makes the run fail, after it was told: the next try gives it back', async () => {
    const { run, messages, errors } = place(undefined, {
      ledger: { release: async () => ({ ok: false, error: DENIED }) },
    });
    await expect(run()).rejects.toBeInstanceOf(RunFailed);
    expect(words(messages)).toEqual(['FIXED repaired']);
    expect(errors).toEqual(['ledger not written']);
  });
});

describe('what was learned', () => {
  test('is written once: a trail that is as it was costs no write', async () => {
    const { run, trail, ledger } = place();
    trail.facts = PERFECT_FACTS;
    await run();
    const before = ledger.memories.get(ID.arn);
    await run(triggerWith({ eventId: 'another' }));
    expect(ledger.memories.get(ID.arn)).toBe(before);
    expect(before).toMatchObject({ seenLogging: NOW, last: { outcome: 'COMPLIANT' } });
  });

  test('of a repair without memory is where trailmend sent the trail, so that nobody else is taken for it', async () => {
    const { logGroupArn: known, roleArn } = PERFECT_TRAIL;
    const acceptedTarget = { logGroupArn: known, roleArn, since: NOW };
    const { run, ledger } = place(
      { ...MEMORY, acceptedTarget },
      { ledger: { load: async () => unread('GetItem answered InternalServerError: later') } },
    );
    expect(words(await run())).toEqual(['FIXED repaired']);
    const target = { logGroupArn: logGroupArn(ID, ourGroup().name), roleArn: ourRole().arn };
    expect(ledger.memories.get(ID.arn)).toMatchObject({ acceptedTarget, awaitingVerification: { target } });
  });

  test('and could not be written is told in the record that is returned, and logged', async () => {
    const { run, trail, errors } = place(undefined, {
      ledger: { save: async () => ({ ok: false, error: DENIED }) },
    });
    trail.facts = PERFECT_FACTS;
    expect(await run()).toMatchObject([
      { outcome: 'COMPLIANT', ledgerError: 'UpdateItem answered AccessDeniedException: no' },
    ]);
    expect(errors).toEqual(['ledger not written']);
  });
});

describe('a run that was killed', () => {
  const EVENT = triggerWith({}).eventId;

  test('before its repair is taken up at once by the next try of its event', async () => {
    const { run, messages } = place({ ...MEMORY, lease: lease(EVENT) });
    expect(words(await run())).toEqual(['FIXED repaired']);
    expect(words(messages)).toEqual(['FIXED repaired']);
  });

  test('between its repair and its message is told by the next try of its event, with what it had found', async () => {
    const { run, trail, calls, messages, ledger } = place({ ...MEMORY, lease: lease(EVENT) });
    trail.facts = REPAIRED;
    await run();
    expect(messages).toMatchObject([
      {
        outcome: 'FIXED',
        findings: begun().findings,
        plan: { steps: [UPDATE] },
        applied: [{ step: UPDATE, attempts: 0 }],
        after: { isLogging: true },
      },
    ]);
    expect(calls).toEqual([]);
    expect(ledger.memories.get(ID.arn)).not.toHaveProperty('lease');
    await run();
    expect(messages).toHaveLength(1);
  });

  test('between its metric filters and its message is told too, where the filters were seen', async () => {
    const put = begun({ steps: PUT_FILTERS });
    const told = async (metricFilters: TrailFacts['metricFilters']) => {
      const { run, trail, messages } = place({ ...MEMORY, lease: lease(EVENT, undefined, put) });
      trail.facts = { ...REPAIRED, metricFilters };
      await run();
      return messages;
    };
    expect(await told(read(ALL_FILTERS))).toMatchObject([{ outcome: 'FIXED', applied: PUT_FILTERS.map(() => ({})) }]);
    expect(await told(read('not-asked'))).toEqual([]);
  });

  test('and never tried again is told by whoever comes when its lease has run out', async () => {
    const stopped = triggerWith({ eventId: 'gone', eventName: 'StopLogging', tampering: 'stopped' });
    const { run, trail, messages } = place({
      ...MEMORY,
      lease: lease('gone', '2026-11-20T09:00:00.000Z', { trigger: stopped }),
    });
    trail.facts = REPAIRED;
    await run();
    expect(messages).toMatchObject([{ outcome: 'FIXED', trigger: { eventId: 'gone' } }]);
  });

  test('is not told as a repair when somebody else gave the trail another target', async () => {
    const { run, trail, messages, ledger } = place({ ...MEMORY, lease: lease(EVENT) });
    trail.facts = PERFECT_FACTS;
    expect(words(await run())).toEqual(['COMPLIANT nothing-to-do']);
    expect(messages).toEqual([]);
    expect(ledger.memories.get(ID.arn)).not.toHaveProperty('lease');
  });
});

describe('a message', () => {
  test('that was refused is kept, and sent first by the next try; then it is told', async () => {
    const { run, messages, ledger } = place(undefined, { refusals: 1 });
    await expect(run()).rejects.toBe(LOST);
    expect(words(ledger.memories.get(ID.arn)?.owed ?? [])).toEqual(['FIXED repaired']);
    expect(ledger.memories.get(ID.arn)).not.toHaveProperty('lease');
    expect(words(await run())).toEqual(['COMPLIANT nothing-to-do']);
    expect(words(messages)).toEqual(['FIXED repaired']);
    expect(ledger.memories.get(ID.arn)).not.toHaveProperty('owed');
    expect(ledger.memories.get(ID.arn)).toMatchObject({ lastNotified: { outcome: 'FIXED' } });
  });

  test('that is refused again stays, with what came after it', async () => {
    const { run, trail, messages, ledger } = place(undefined, { refusals: 2 });
    await expect(run()).rejects.toBe(LOST);
    trail.facts = UNREADABLE;
    await expect(run()).rejects.toBe(LOST);
    expect(words(ledger.memories.get(ID.arn)?.owed ?? [])).toEqual(['FIXED repaired', 'FAILED unread-fact']);
    await run();
    expect(words(messages)).toEqual(['FIXED repaired', 'FAILED unread-fact']);
  });

  test('is sent each time when the ledger cannot be read', async () => {
    const { run, trail, messages, ledger } = place();
    trail.facts = UNREADABLE;
    ledger.failing = DENIED;
    await run();
    await run();
    expect(words(messages)).toEqual(['FAILED unread-fact', 'FAILED unread-fact']);
  });
});

test('the same event twice at once is repaired, and leaves no lease', async () => {
  const { run, ledger } = place();
  const both = await Promise.all([run(), run()]);
  expect(both.flat().map(({ outcome }) => outcome)).toEqual(['FIXED', 'FIXED']);
  expect(ledger.memories.get(ID.arn)).not.toHaveProperty('lease');
});
