import { WRITES } from './laws.ts';
import type { Ended } from './run.ts';

/** How often runs ended in which way, so that one sees that the laws had something to hold. */
export interface Count {
  readonly add: (ended: Ended) => void;
  readonly writes: () => number;
  readonly sweeps: () => number;
  /** `NUMBER WAY`, most often first. */
  readonly lines: () => readonly string[];
}

export function counted(): Count {
  const ways = new Map<string, number>();
  let writes = 0;
  let sweeps = 0;
  const seen = (way: string) => ways.set(way, (ways.get(way) ?? 0) + 1);
  return {
    add({ result, failure, sent, swept }) {
      if (swept !== undefined) sweeps += 1;
      writes += sent.filter(({ operation }) => WRITES.has(operation)).length;
      if (failure) seen('FAILED, for Lambda to retry');
      else if (result && 'outcomes' in result && result.outcomes.length > 0) {
        for (const { outcome, reason } of result.outcomes) seen(`${outcome} ${reason}`);
      } else seen(swept === undefined ? 'ignored' : 'nothing to tell');
    },
    writes: () => writes,
    sweeps: () => sweeps,
    lines: () => [
      ...[...ways]
        .sort(([, left], [, right]) => right - left)
        .map(([way, times]) => `${String(times).padStart(8)} ${way}`),
      `${String(sweeps).padStart(8)} sweeps that came to their end`,
      `${String(writes).padStart(8)} writes`,
    ],
  };
}
