import * as z from 'zod/mini';
import type { Clock } from '../clock.ts';
import { LocalAwsError } from '../local-aws-error.ts';
import type { BusEvent } from './record.ts';

const COUNT = z.int().check(z.gte(1));
const FITS = {
  /** As records have it, such as `UpdateTrail`; every event when absent. */
  eventName: z.optional(z.string()),
  /** Such as `cloudtrail.amazonaws.com`; every source when absent. */
  eventSource: z.optional(z.string()),
  account: z.optional(z.string()),
  /** Which of the events that fit, counted from 1 since the plan was set; each of them when absent. */
  nth: z.optional(COUNT),
};
const DISTURBANCE = z.discriminatedUnion('does', [
  z.strictObject({ ...FITS, does: z.literal('lose') }),
  /** `times` in all: 2 when absent. */
  z.strictObject({ ...FITS, does: z.literal('duplicate'), times: z.optional(COUNT) }),
  z.strictObject({ ...FITS, does: z.literal('delay'), milliseconds: z.number().check(z.gte(0)) }),
  /** Held back until `behind` later events of the account were delivered (1 when absent), or somebody waits for all. */
  z.strictObject({ ...FITS, does: z.literal('reorder'), behind: z.optional(COUNT) }),
  /** The first attempts to hand it to a target are throttled. */
  z.strictObject({ ...FITS, does: z.literal('throttle'), attempts: COUNT }),
]);

/** What happens to an event on its way to the rules. The first entry of a plan that fits an event decides about it. */
export type Disturbance = z.infer<typeof DISTURBANCE>;

/** What became of one entry of a plan. */
export interface DisturbanceReport {
  readonly entry: Disturbance;
  /** How many events the entry was asked about and fitted. */
  readonly events: number;
  /** How many of them it decided about. */
  readonly disturbed: number;
}

/**
 * What EventBridge does rarely, on demand: it loses, repeats, delays and reorders events and is throttled by targets.
 * Source: EventBridge user guide, "AWS service events delivered via AWS CloudTrail" (best effort) and "Troubleshooting" (a rule
 * that runs more than once for one event); CloudTrail user guide (no specific order).
 */
export interface Disturbances {
  /**
   * From now on this plan, and no other. Events that the last plan held back stay held back.
   * @throws LocalAwsError for a plan that is not understood, with the entry and its place from 1: then the plan before goes on
   */
  set(plan: readonly Disturbance[]): void;
  /** Lets an event take its disturbed way. Settles when that is over, for an event held back at once. */
  pass(event: BusEvent, deliver: (event: BusEvent) => Promise<void>): Promise<void>;
  /** Whether this attempt to hand an event to a target is throttled. */
  throttled(event: BusEvent): boolean;
  /** What became of the entries of this plan so far, in its order. */
  report(): readonly DisturbanceReport[];
  /** Delivers what is held back; false when nothing is. */
  release(): Promise<boolean>;
}

type EntryCounter = { -readonly [F in keyof DisturbanceReport]: DisturbanceReport[F] };

interface FakeState {
  readonly account: string;
  readonly deliver: () => Promise<void>;
  behind: number;
}

export function disturbances(clock: Clock): Disturbances {
  let counted: EntryCounter[] = [];
  let held: FakeState[] = [];
  const throttles = new Map<string, number>();

  const decided = (event: BusEvent): Disturbance | undefined => {
    for (const one of counted.filter(({ entry }) => fits(entry, event))) {
      one.events += 1;
      if (one.entry.nth !== undefined && one.entry.nth !== one.events) continue;
      one.disturbed += 1;
      return one.entry;
    }
    return undefined;
  };
  /** Those held back that have now let enough others pass. */
  const overtaken = (account: string): readonly FakeState[] => {
    for (const one of held) if (one.account === account) one.behind -= 1;
    const due = held.filter(({ behind }) => behind <= 0);
    held = held.filter(({ behind }) => behind > 0);
    return due;
  };

  return {
    set(plan) {
      counted = understood(plan).map((entry) => ({ entry, events: 0, disturbed: 0 }));
    },
    report: () => counted.map((one) => ({ ...one })),
    async pass(event, deliver) {
      const entry = decided(event);
      if (entry?.does === 'lose') return;
      if (entry?.does === 'reorder') {
        held.push({ account: event.account, deliver: () => deliver(event), behind: entry.behind ?? 1 });
        return;
      }
      if (entry?.does === 'delay') await clock.sleep(entry.milliseconds);
      if (entry?.does === 'throttle') throttles.set(event.id, entry.attempts);
      const times = entry?.does === 'duplicate' ? (entry.times ?? 2) : 1;
      for (let time = 0; time < times; time += 1) await deliver(event);
      for (const { deliver: deliverHeld } of overtaken(event.account)) await deliverHeld();
    },
    throttled({ id }) {
      const left = throttles.get(id) ?? 0;
      if (left > 1) throttles.set(id, left - 1);
      else throttles.delete(id);
      return left > 0;
    },
    async release() {
      const released = held;
      held = [];
      for (const { deliver } of released) await deliver();
      return released.length > 0;
    },
  };
}

function fits({ eventName, eventSource, account }: Disturbance, event: BusEvent): boolean {
  return (
    (eventName === undefined || eventName === event.detail['eventName']) &&
    (eventSource === undefined || eventSource === event.detail['eventSource']) &&
    (account === undefined || account === event.account)
  );
}

/**
 * Reads a plan.
 * @throws LocalAwsError for the first entry that is not understood
 */
function understood(plan: unknown): readonly Disturbance[] {
  if (!Array.isArray(plan)) {
    throw new LocalAwsError(`A plan of disturbances is a list of entries, not ${JSON.stringify(plan)}.`);
  }
  return plan.map((entry, index) => {
    const parsed = z.safeParse(DISTURBANCE, entry);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    const where = issue?.path.join('.') || 'the entry';
    throw new LocalAwsError(
      `Entry ${index + 1} of the plan of disturbances is invalid: ${where}: ${issue?.message}. It is ${JSON.stringify(entry)}.`,
    );
  });
}
