import type { Clock } from '../clock.ts';
import { type Disturbance, disturbancePlanFrom, matchesEvent } from './disturbance-plan.ts';
import type { BusEvent } from './record.ts';

/** The result of one entry of a plan so far. */
export interface DisturbanceReport {
  readonly entry: Disturbance;
  /** How many events matched the entry, of those that no earlier entry had decided about. */
  readonly events: number;
  /** How many of them the entry disturbed. */
  readonly disturbed: number;
}

/**
 * Plays EventBridge's rare failures on demand: events are lost, repeated, delayed and reordered,
 * and targets throttle.
 * Source: EventBridge user guide, "AWS service events delivered via AWS CloudTrail" (best effort)
 * and "Troubleshooting" (a rule that runs more than once for one event); CloudTrail user guide (no
 * specific order).
 */
export interface Disturbances {
  /**
   * Replaces the plan. Events that the previous plan held back stay held back.
   * @throws LocalAwsError for an invalid entry, with its position from 1: the previous plan stays
   * in force
   */
  set(plan: readonly Disturbance[]): void;
  /**
   * Delivers an event as the plan says. Settles after the delivery, and at once for an event that
   * is held back.
   */
  pass(event: BusEvent, deliver: Deliver): Promise<void>;
  /**
   * Whether the next attempt to deliver an event to a target is throttled. Each call counts as one
   * attempt.
   */
  consumeThrottle(event: BusEvent): boolean;
  /** The results of the entries of this plan so far, in its order. */
  report(): readonly DisturbanceReport[];
  /** Delivers the events that are held back; false when there are none. */
  release(): Promise<boolean>;
}

type Deliver = (event: BusEvent) => Promise<void>;
type EntryCounter = { -readonly [F in keyof DisturbanceReport]: DisturbanceReport[F] };

export function disturbances(clock: Clock): Disturbances {
  let counters: EntryCounter[] = [];
  const held = heldEvents();
  const throttles = new Map<string, number>();
  return {
    set(plan) {
      counters = disturbancePlanFrom(plan).map((entry) => ({ entry, events: 0, disturbed: 0 }));
    },
    report: () => counters.map((counter) => ({ ...counter })),
    async pass(event, deliver) {
      const entry = countMatch(counters, event);
      if (entry?.does === 'lose') return;
      if (entry?.does === 'reorder') {
        held.add(event, deliver, entry.behind ?? 1);
        return;
      }
      if (entry?.does === 'delay') await clock.sleep(entry.milliseconds);
      if (entry?.does === 'throttle') throttles.set(event.id, entry.attempts);
      const times = entry?.does === 'duplicate' ? (entry.times ?? 2) : 1;
      for (let time = 0; time < times; time += 1) await deliver(event);
      for (const deliverHeld of held.takeOvertaken(event.account)) await deliverHeld();
    },
    consumeThrottle({ id }) {
      const left = throttles.get(id) ?? 0;
      if (left > 1) throttles.set(id, left - 1);
      else throttles.delete(id);
      return left > 0;
    },
    async release() {
      const released = held.takeAll();
      for (const deliver of released) await deliver();
      return released.length > 0;
    },
  };
}

/** Counts an event at the entries that it matches, and returns the entry that decides about it. */
function countMatch(counters: readonly EntryCounter[], event: BusEvent): Disturbance | undefined {
  for (const counter of counters.filter(({ entry }) => matchesEvent(entry, event))) {
    counter.events += 1;
    if (counter.entry.nth !== undefined && counter.entry.nth !== counter.events) continue;
    counter.disturbed += 1;
    return counter.entry;
  }
  return undefined;
}

interface HeldEvent {
  readonly account: string;
  readonly deliver: () => Promise<void>;
  /** How many later events of the account have to be delivered first. */
  behind: number;
}

interface HeldEvents {
  add(event: BusEvent, deliver: Deliver, behind: number): void;
  /**
   * Counts a delivered event of an account, and takes the events for which enough later events were
   * delivered.
   */
  takeOvertaken(account: string): readonly (() => Promise<void>)[];
  takeAll(): readonly (() => Promise<void>)[];
}

function heldEvents(): HeldEvents {
  let held: HeldEvent[] = [];
  return {
    add: (event, deliver, behind) => void held.push({ account: event.account, deliver: () => deliver(event), behind }),
    takeOvertaken(account) {
      for (const event of held) if (event.account === account) event.behind -= 1;
      const overtaken = held.filter(({ behind }) => behind <= 0);
      held = held.filter(({ behind }) => behind > 0);
      return overtaken.map(({ deliver }) => deliver);
    },
    takeAll() {
      const all = held;
      held = [];
      return all.map(({ deliver }) => deliver);
    },
  };
}
