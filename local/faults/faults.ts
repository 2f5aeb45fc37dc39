import type { Behaviour, Call, Next } from '../gate/call.ts';
import { injectFault } from './inject-fault.ts';
import { type FaultEntry, type FaultPlan, faultPlanFrom } from './plan.ts';

/** The result of one entry of a plan so far. */
export interface FaultReport {
  readonly entry: FaultEntry;
  /** How many calls matched the entry, whether they met the fault or not. */
  readonly calls: number;
  /** How many of them met the fault. */
  readonly played: number;
  /**
   * `unused`: no call met the fault. `used-up`: the fault was met `times` times or, with `always`,
   * once.
   */
  readonly state: 'unused' | 'partly-used' | 'used-up';
}

/** The fault plan of a local AWS. */
export interface Faults {
  /**
   * Replaces the plan; all counts restart.
   * @throws FaultPlanError for an invalid entry: the previous plan stays in force
   */
  set(plan: FaultPlan): void;
  /** Ends the plan, and returns the last report of its entries. */
  clear(): readonly FaultReport[];
  /** The results of the entries so far, in the order of the plan. */
  report(): readonly FaultReport[];
}

interface EntryCounter {
  readonly entry: FaultEntry;
  calls: number;
  played: number;
}

/** Lets calls meet the faults of a plan. */
export interface FaultInjector {
  readonly faults: Faults;
  readonly behaviour: Behaviour;
}

/**
 * Lets calls meet the faults of a plan; a call that matches several entries meets their faults in
 * the order of the plan.
 * Not AWS behaviour by itself: it plays the failures that every client of AWS has to survive.
 */
export function faultInjector(plan: FaultPlan = []): FaultInjector {
  let counted = countersOf(plan);
  const report = () => counted.map(reportOf);
  const faults: Faults = {
    set(next) {
      counted = countersOf(next);
    },
    clear() {
      const last = report();
      counted = [];
      return last;
    },
    report,
  };
  const behaviour: Behaviour = (call, next) => {
    const due = counted.filter((counter) => matches(counter.entry, call) && countAndCheck(counter));
    const answer = due.reduceRight<Next>(
      (rest, counter) => (forwarded) => {
        counter.played += 1;
        return injectFault(counter.entry.fault, forwarded, rest);
      },
      next,
    );
    return answer(call);
  };
  return { faults, behaviour };
}

function countersOf(plan: FaultPlan): readonly EntryCounter[] {
  return faultPlanFrom(plan).map((entry) => ({ entry, calls: 0, played: 0 }));
}

function matches({ service, operation, caller, account }: FaultEntry, call: Call): boolean {
  return (
    call.service === service &&
    call.operation === operation &&
    (caller === undefined || call.caller.kind === caller) &&
    (account === undefined || call.caller.accessKeyId === account)
  );
}

/** Counts the call, and returns whether it meets the fault. */
function countAndCheck(counter: EntryCounter): boolean {
  counter.calls += 1;
  const { nth, times } = counter.entry;
  return counter.calls >= nth && (times === 'always' || counter.calls < nth + times);
}

function reportOf({ entry, calls, played }: EntryCounter): FaultReport {
  const wanted = entry.times === 'always' ? 1 : entry.times;
  const state = played === 0 ? 'unused' : played < wanted ? 'partly-used' : 'used-up';
  return { entry, calls, played, state };
}
