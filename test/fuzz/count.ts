import { WRITES } from './laws.ts';
import type { RunResult } from './run.ts';

/** The number of runs by result: it shows that the laws were tested on results of every kind. */
export interface Count {
  readonly add: (result: RunResult) => void;
  readonly writes: () => number;
  readonly sweeps: () => number;
  /** `NUMBER RESULT`, the most frequent first. */
  readonly lines: () => readonly string[];
}

export function resultCount(): Count {
  const counts = new Map<string, number>();
  let writes = 0;
  let sweeps = 0;
  const increment = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
  return {
    add({ response, failure, sent, checkedTrails }) {
      if (checkedTrails !== undefined) sweeps += 1;
      writes += sent.filter(({ operation }) => WRITES.has(operation)).length;
      if (failure) increment('FAILED, retried by Lambda');
      else if (response && 'outcomes' in response && response.outcomes.length > 0) {
        for (const { outcome, reason } of response.outcomes) increment(`${outcome} ${reason}`);
      } else increment(checkedTrails === undefined ? 'ignored' : 'nothing to report');
    },
    writes: () => writes,
    sweeps: () => sweeps,
    lines: () => [
      ...[...counts]
        .sort(([, left], [, right]) => right - left)
        .map(([name, times]) => `${String(times).padStart(8)} ${name}`),
      `${String(sweeps).padStart(8)} completed sweeps`,
      `${String(writes).padStart(8)} writes`,
    ],
  };
}
