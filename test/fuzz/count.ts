import { RunFailed } from '../../lambda/run-failed.ts';
import { WRITES } from './laws.ts';
import type { Ended } from './run.ts';

/** How often runs ended in which way, so that one sees that the laws had something to hold. */
export interface Count {
  readonly add: (ended: Ended) => void;
  readonly writes: () => number;
  /** `NUMBER WAY`, most often first. */
  readonly lines: () => readonly string[];
}

export function counted(): Count {
  const ways = new Map<string, number>();
  let writes = 0;
  const seen = (way: string) => ways.set(way, (ways.get(way) ?? 0) + 1);
  return {
    add({ result, failure, sent }) {
      writes += sent.filter(({ operation }) => WRITES.has(operation)).length;
      if (failure)
        seen(failure instanceof RunFailed ? 'FAILED, for Lambda to try again' : 'untold, for Lambda to try again');
      else if (result && 'outcomes' in result && result.outcomes.length > 0) {
        for (const { outcome, reason } of result.outcomes) seen(`${outcome} ${reason}`);
      } else seen('ignored');
    },
    writes: () => writes,
    lines: () => [
      ...[...ways]
        .sort(([, left], [, right]) => right - left)
        .map(([way, times]) => `${String(times).padStart(8)} ${way}`),
      `${String(writes).padStart(8)} writes`,
    ],
  };
}
