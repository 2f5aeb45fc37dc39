import type { Ledger } from '../../../../lambda/app/ledger.ts';
import type { Ports } from '../../../../lambda/app/ports.ts';
import { remediateTrail } from '../../../../lambda/app/remediate/remediate.ts';
import type { AwsError } from '../../../../lambda/core/model/aws-result.ts';
import type { TrailFacts } from '../../../../lambda/core/model/facts.ts';
import { type Lease, NO_MEMORY, type RunIntent, type TrailMemory } from '../../../../lambda/core/model/memory.ts';
import type { OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import type { Settings } from '../../../../lambda/core/model/settings.ts';
import type { Trigger } from '../../../../lambda/core/model/trigger.ts';
import { virtualClock } from '../../../support/aws/virtual-clock.ts';
import { inMemoryLedger } from '../../../support/in-memory-ledger.ts';
import { blankedFacts, ID, NOW, repairedFacts, SETTINGS, triggerWith } from '../../../support/perfect-trail.ts';
import { portsWith } from '../../../support/ports.ts';

export const REPAIRED = repairedFacts();
export const DENIED: AwsError = { operation: 'UpdateItem', code: 'AccessDeniedException', message: 'no' };
export const THROTTLED: AwsError = { operation: 'Publish', code: 'ThrottledException', message: 'later' };
/** What a run set out to repair. */
export const INTENT: RunIntent = {
  trigger: triggerWith({}),
  findings: [
    {
      rule: 'log-group-not-set',
      verdict: 'violated',
      evidence: { source: 'GetTrail', saw: 'CloudWatchLogsLogGroupArn is not set' },
    },
  ],
};

export function leaseOf(holder: string, until = '2026-11-20T09:10:00.000Z', intent: Partial<RunIntent> = {}): Lease {
  return { holder, until, recheckRequested: false, intent: { ...INTENT, ...intent } };
}

export interface Surroundings {
  readonly ledger?: Partial<Ledger>;
  readonly settings?: Settings;
  readonly publisher?: Partial<Ports['publisher']>;
}

/**
 * The blanked trail, which UpdateTrail repairs, and what runs on it do: the facts can be changed at
 * any time.
 */
export function repairableTrail(memory: Partial<TrailMemory> = {}, surroundings: Surroundings = {}) {
  const clock = virtualClock(Date.parse(NOW));
  const ledger = inMemoryLedger({ [ID.arn]: { ...NO_MEMORY, ...memory } });
  const writes: string[] = [];
  const notified: OutcomeRecord[] = [];
  const events: OutcomeRecord[] = [];
  const errors: string[] = [];
  const trail = { facts: blankedFacts(), repaired: REPAIRED };
  const during: { updateTrail?: () => Promise<unknown> } = {};
  let runs = 0;
  const ports = portsWith({
    clock,
    ledger: { ...ledger, ...surroundings.ledger },
    newId: () => `run-${++runs}`,
    observe: async (_, now): Promise<TrailFacts> => ({ ...trail.facts, now }),
    perform: async ({ operation }) => {
      writes.push(operation);
      if (operation === 'UpdateTrail') {
        await during.updateTrail?.();
        trail.facts = trail.repaired;
      }
      return { ok: true, value: {} };
    },
    publisher: {
      notify: async (record) => ({ ok: true, value: notified.push(record) }),
      putEvent: async (record) => ({ ok: true, value: events.push(record) }),
      ...surroundings.publisher,
    },
    log: { info: () => {}, error: (message) => void errors.push(message) },
  });
  const { settings = SETTINGS } = surroundings;
  const run = (trigger: Trigger = triggerWith({})) =>
    remediateTrail({ id: ID, trigger, settings, settleSeconds: 0 }, ports);
  return {
    run,
    /** Lambda retries an event after a minute. */
    async retry(trigger?: Trigger) {
      await clock.sleep(60_000);
      return run(trigger);
    },
    memory: () => ledger.memories.get(ID.arn),
    trail,
    during,
    writes,
    notified,
    events,
    errors,
    clock,
    ledger,
  };
}

export function words(records: readonly OutcomeRecord[] = []): readonly string[] {
  return records.map(({ outcome, reason }) => `${outcome} ${reason}`);
}
