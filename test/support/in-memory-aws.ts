import type { Clock, Ports } from '../../lambda/app/ports.ts';
import { NO_HISTORY } from '../../lambda/core/model/facts.ts';
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

/** An error that a write returns although the account allows the call. */
export interface Fault extends AwsRefusal {
  readonly operation: Operation;
  /** The calls of the operation that return it, counted from 1; absent: every call. */
  readonly calls?: readonly number[] | undefined;
  /** The call changes the account, and only its response is an error. */
  readonly afterEffect?: boolean | undefined;
}

/** A change of another party during a run. */
export interface Interference {
  readonly when: { readonly afterSeconds: number } | { readonly beforeCall: Operation };
  readonly change: (account: Account) => void;
}

/** A read that AWS denies: in these observations, counted from 1, or in every one. */
export interface Unreadable {
  readonly read: Read;
  readonly observations?: readonly number[] | undefined;
}

/** The behaviour of the account, apart from its content. By default it has none. */
export interface Behaviour {
  readonly faults?: readonly Fault[];
  readonly unreadable?: readonly Unreadable[];
  readonly interference?: readonly Interference[];
  /** The time until a change of a role is visible to CloudTrail, in seconds. */
  readonly propagationSeconds?: number;
  /** The time until GetTrail and GetTrailStatus return a change, in seconds. */
  readonly staleSeconds?: number;
  readonly random?: () => number;
  /** The trail's memory in the ledger; `unread`: the ledger cannot be read. Absent: empty. */
  readonly memory?: TrailMemory | 'unread';
}

/**
 * A write that reached AWS. `error` is its response; `effect` is true if it changed the account.
 */
export interface JournalEntry {
  readonly time: number;
  readonly step: Step;
  readonly error?: AwsRefusal;
  readonly effect: boolean;
}

export interface InMemoryAws {
  /** The current content of the account. */
  readonly account: Account;
  readonly journal: readonly JournalEntry[];
  readonly clock: Clock;
  readonly observe: Ports['observe'];
  readonly observeAgain: Ports['observeAgain'];
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
 * A small AWS for one trail and its neighbours: an account with its reads and the seven writes,
 * with AWS's own checks and errors, in virtual time.
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
  let observations = 0;

  const recordHistory = (): void => {
    history.push({ time: clock.now(), account: copied(account) });
  };
  const interfere = (isDue: (when: Interference['when']) => boolean): void => {
    for (const other of [...pending].filter(({ when }) => isDue(when))) {
      pending.delete(other);
      other.change(account);
      recordHistory();
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
    const denied = unreadable.filter((one) => one.observations?.includes(observations) ?? true);
    return { account, trails: asOf(staleSeconds).trails, unreadable: new Set(denied.map(({ read }) => read)) };
  };
  const observe: Ports['observe'] = async (observed, now, trailHistory) => {
    observations += 1;
    return copied(factsOf(view(), observed, now, settings, trailHistory));
  };
  const observeAgain: Ports['observeAgain'] = async (seen, now, planned) => {
    const { gone, trail, tags, status } = await observe(seen.id, now, NO_HISTORY);
    return { ...seen, now, gone, trail, tags, ...(planned === 'StartLogging' && { status }) };
  };
  const observeForRepair: Ports['observeForRepair'] = async (facts, acceptedGroupArn) =>
    copied(repairFactsOf(view(), facts, settings, acceptedGroupArn));

  const write = (step: Step): AwsRefusal | undefined => {
    const { operation } = step;
    interfere((when) => 'beforeCall' in when && when.beforeCall === operation);
    const call = (calls.get(operation) ?? 0) + 1;
    calls.set(operation, call);
    const fault = faults.find((one) => one.operation === operation && (one.calls?.includes(call) ?? true));
    const isSkipped = fault !== undefined && !fault.afterEffect;
    const seen = { roles: asOf(propagationSeconds).roles, boundaryArn: settings.deliveryRoleBoundaryArn };
    const refusal = isSkipped ? undefined : performIn(account, id, step, seen, clock.now());
    const effect = !isSkipped && refusal === undefined;
    if (effect) recordHistory();
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
  return { account, journal, clock, observe, observeAgain, observeForRepair, perform, ledger };
}
