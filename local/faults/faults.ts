import type { Behaviour, Call, Next } from '../gate/call.ts';
import { play } from './inject-fault.ts';
import { type FaultEntry, type FaultPlan, faultPlanFrom } from './plan.ts';

/** What became of one entry of a plan. */
export interface FaultReport {
  readonly entry: FaultEntry;
  /** How many calls the entry was about, whether they met the fault or not. */
  readonly calls: number;
  /** How many of them met the fault. */
  readonly played: number;
  /** `unused` when no call met the fault; `used-up` when every call that could meet it has, or, with `always`, one has. */
  readonly state: 'unused' | 'partly-used' | 'used-up';
}

/** The faults of a local AWS: one plan at a time. */
export interface Faults {
  /**
   * Sets a plan in place of the one before; counting begins anew.
   * @throws FaultPlanError for an entry that is not understood: then the plan before goes on
   */
  set(plan: FaultPlan): void;
  /** Ends the plan, and tells what became of its entries. */
  clear(): readonly FaultReport[];
  /** What became of the entries so far, in the order of the plan. */
  report(): readonly FaultReport[];
}

interface Counted {
  readonly entry: FaultEntry;
  calls: number;
  played: number;
}

/**
 * Calls meet the faults that a plan has for them; a call that meets several meets them in the order of the plan. Not AWS
 * behaviour by itself: it is what every client of AWS has to survive.
 */
export function faultsOnDemand(plan: FaultPlan = []): { readonly faults: Faults; readonly behaviour: Behaviour } {
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
    const due = counted.filter((counter) => isAbout(counter.entry, call) && isDue(counter));
    const answer = due.reduceRight<Next>(
      (rest, counter) => (met) => {
        counter.played += 1;
        return play(counter.entry.fault, met, rest);
      },
      next,
    );
    return answer(call);
  };
  return { faults, behaviour };
}

function countersOf(plan: FaultPlan): readonly Counted[] {
  return faultPlanFrom(plan).map((entry) => ({ entry, calls: 0, played: 0 }));
}

function isAbout({ service, operation, caller, account }: FaultEntry, call: Call): boolean {
  return (
    call.service === service &&
    call.operation === operation &&
    (caller === undefined || call.caller.kind === caller) &&
    (account === undefined || call.caller.accessKeyId === account)
  );
}

/** Counts the call. */
function isDue(counter: Counted): boolean {
  counter.calls += 1;
  const { nth, times } = counter.entry;
  return counter.calls >= nth && (times === 'always' || counter.calls < nth + times);
}

function reportOf({ entry, calls, played }: Counted): FaultReport {
  const wanted = entry.times === 'always' ? 1 : entry.times;
  const state = played === 0 ? 'unused' : played < wanted ? 'partly-used' : 'used-up';
  return { entry, calls, played, state };
}
