import type { Clock, Ports } from '../../lambda/app/ports.ts';
import { NO_MEMORY, type TrailMemory } from '../../lambda/core/model/memory.ts';
import type { Settings } from '../../lambda/core/model/settings.ts';
import type { Operation, Step } from '../../lambda/core/model/step.ts';
import type { TrailId } from '../../lambda/core/model/trail-id.ts';
import type { Account, AwsRefusal } from './aws/account.ts';
import { factsOf, type Read, repairFactsOf } from './aws/facts-of.ts';
import { performIn } from './aws/perform-in.ts';
import { virtualClock } from './aws/virtual-clock.ts';
import { copied } from './copied.ts';
import { type InMemoryLedger, inMemoryLedger } from './in-memory-ledger.ts';

/** An error that a write meets although the account would allow the call. */
export interface Fault extends AwsRefusal {
  readonly operation: Operation;
  /** Which calls of the operation meet it, counted from 1; absent: every call. */
  readonly calls?: readonly number[] | undefined;
  /** The call does its work all the same: only its answer is an error. */
  readonly afterEffect?: boolean | undefined;
}

/** Somebody else's change while trailmend is at work. */
export interface Interference {
  readonly when: { readonly afterSeconds: number } | { readonly beforeCall: Operation };
  readonly change: (account: Account) => void;
}

/** A read that AWS denies: in these looks (counted from 1), or in every one. */
export interface Unreadable {
  readonly read: Read;
  readonly looks?: readonly number[] | undefined;
}

/** How the account behaves beside what it holds. Everything is off unless told. */
export interface Behaviour {
  readonly faults?: readonly Fault[];
  readonly unreadable?: readonly Unreadable[];
  readonly interference?: readonly Interference[];
  /** How long CloudTrail does not see a change of a role, in seconds. */
  readonly propagationSeconds?: number;
  /** How long GetTrail and GetTrailStatus show what was before a change, in seconds. */
  readonly staleSeconds?: number;
  readonly random?: () => number;
  /** What the ledger knows of the trail; `unread`: it answers nothing. Absent: nothing. */
  readonly memory?: TrailMemory | 'unread';
}

/** One write that reached AWS. `error` is what was answered; `effect` whether it changed the account. */
export interface JournalEntry {
  readonly time: number;
  readonly step: Step;
  readonly error?: AwsRefusal;
  readonly effect: boolean;
}

export interface InMemoryAws {
  /** What the account holds now. */
  readonly account: Account;
  readonly journal: readonly JournalEntry[];
  readonly clock: Clock;
  readonly observe: Ports['observe'];
  readonly observeForRepair: Ports['observeForRepair'];
  readonly perform: Ports['perform'];
  readonly ledger: InMemoryLedger;
}

const UNREAD_LEDGER = {
  operation: 'GetItem',
  code: 'ProvisionedThroughputExceededException',
  message: 'the ledger does not answer',
};

/**
 * A small AWS for one trail and its neighbours: holds an account, answers the reads and makes the seven writes with AWS's own
 * checks and errors, in virtual time.
 * @param start milliseconds since the epoch
 */
export function inMemoryAws(
  before: Account,
  id: TrailId,
  settings: Settings,
  start: number,
  behaviour: Behaviour = {},
): InMemoryAws {
  const { faults = [], unreadable = [], interference = [], propagationSeconds = 8, staleSeconds = 0 } = behaviour;
  const account = copied(before);
  const journal: JournalEntry[] = [];
  const pending = new Set(interference);
  const history = [{ time: Number.NEGATIVE_INFINITY, account: before }];
  const calls = new Map<Operation, number>();
  let looks = 0;

  const keep = (): void => {
    history.push({ time: clock.now(), account: copied(account) });
  };
  const interfere = (isDue: (when: Interference['when']) => boolean): void => {
    for (const other of [...pending].filter(({ when }) => isDue(when))) {
      pending.delete(other);
      other.change(account);
      keep();
    }
  };
  const asOf = (seconds: number): Account => {
    const time = clock.now() - seconds * 1000;
    return history.findLast((entry) => entry.time <= time)?.account ?? account;
  };
  const clock = virtualClock(start, {
    ...(behaviour.random && { random: behaviour.random }),
    moved: (now) => interfere((when) => 'afterSeconds' in when && start + when.afterSeconds * 1000 <= now),
  });

  const view = () => {
    const denied = unreadable.filter((read) => read.looks?.includes(looks) ?? true).map(({ read }) => read);
    return { account, trails: asOf(staleSeconds).trails, unreadable: new Set(denied) };
  };
  const observe: Ports['observe'] = async (observed, now, past) => {
    looks += 1;
    return copied(factsOf(view(), observed, now, settings, past));
  };
  const observeForRepair: Ports['observeForRepair'] = async (facts, acceptedGroupArn) =>
    copied(repairFactsOf(view(), facts, settings, acceptedGroupArn));

  const write = (step: Step): AwsRefusal | undefined => {
    const { operation } = step;
    interfere((when) => 'beforeCall' in when && when.beforeCall === operation);
    const call = (calls.get(operation) ?? 0) + 1;
    calls.set(operation, call);
    const fault = faults.find((one) => one.operation === operation && (one.calls?.includes(call) ?? true));
    const skipped = fault !== undefined && !fault.afterEffect;
    const seen = { roles: asOf(propagationSeconds).roles, boundaryArn: settings.deliveryRoleBoundaryArn };
    const refusal = skipped ? undefined : performIn(account, id, step, seen, clock.now());
    const effect = !skipped && refusal === undefined;
    if (effect) keep();
    const error = refusal ?? (fault && { code: fault.code, message: fault.message });
    journal.push({ time: clock.now(), step, ...(error && { error }), effect });
    return error;
  };

  const perform: Ports['perform'] = async (step, region) => {
    if (region !== id.region) throw new Error(`A write went to ${region}, the trail's home is ${id.region}.`);
    const error = write(step);
    return error
      ? { ok: false, error: { operation: step.operation, ...error } }
      : { ok: true, value: { requestId: `request-${journal.length}` } };
  };
  const { memory = NO_MEMORY } = behaviour;
  const ledger = inMemoryLedger(memory === 'unread' ? {} : { [id.arn]: memory });
  if (memory === 'unread') ledger.failing = UNREAD_LEDGER;
  return { account, journal, clock, observe, observeForRepair, perform, ledger };
}
