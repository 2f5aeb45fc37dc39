import {
  brokenEverywhere,
  type MeasuredRepairs,
  MOST_OVER_WINDOW_MS,
  MOST_REPAIR_CALLS,
  MOST_REPAIRS_MS,
  MOST_STACK_ROLE_CALLS,
  MOST_STACK_ROLE_MS,
  measureRepair,
  measureRepairs,
  measureStackRoleRepair,
  WINDOW_MS,
} from './repairs.ts';
import { CALL_MS } from './sweep.ts';

/** A repair with its bounds. */
interface BoundedRepair {
  readonly title: string;
  readonly measured: MeasuredRepairs;
  readonly mostCalls: number;
  readonly mostMs: number;
}

/** Measures the repair of one trail, and of an account in which every trail is broken. */
export async function measureAllRepairs(): Promise<readonly BoundedRepair[]> {
  const trails = brokenEverywhere();
  return [
    {
      title: 'one trail, after an event',
      measured: await measureRepair(WINDOW_MS),
      mostCalls: MOST_REPAIR_CALLS,
      mostMs: WINDOW_MS + MOST_OVER_WINDOW_MS,
    },
    {
      title: 'one trail, after an event, with DeliveryRole `stack`',
      measured: await measureStackRoleRepair(),
      mostCalls: MOST_STACK_ROLE_CALLS,
      mostMs: MOST_STACK_ROLE_MS,
    },
    {
      title: `${trails.length} trails, by a sweep of 17 Regions`,
      measured: await measureRepairs({ kind: 'sweep' }, trails),
      mostCalls: MOST_REPAIR_CALLS * trails.length,
      mostMs: MOST_REPAIRS_MS,
    },
  ];
}

/** The measurements of repairs, as Markdown. */
export function repairReport(repairs: readonly BoundedRepair[]): string {
  return [
    `Repairs on a virtual clock with ${CALL_MS} ms for each call, calls of the ledger included. A new role is visible to CloudTrail after ${seconds(WINDOW_MS)} s.`,
    '',
    '| repair | calls | at most | UpdateTrail | seconds | at most |',
    '|---|--:|--:|--:|--:|--:|',
    ...repairs.map(({ title, measured: { calls, tookMs }, mostCalls, mostMs }) => {
      const updates = calls.filter(({ operation }) => operation === 'UpdateTrail').length;
      return `| ${[title, count(calls.length), count(mostCalls), updates, seconds(tookMs), seconds(mostMs)].join(' | ')} |`;
    }),
  ].join('\n');
}

/** A sentence for each exceeded bound. */
export function repairExcesses(repairs: readonly BoundedRepair[]): readonly string[] {
  return repairs
    .filter(({ measured: { calls, tookMs }, mostCalls, mostMs }) => calls.length > mostCalls || tookMs > mostMs)
    .map(
      ({ title, measured: { calls, tookMs } }) => `The repair of ${title} makes ${calls.length} calls in ${tookMs} ms.`,
    );
}

function count(calls: number): string {
  return calls.toLocaleString('en');
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(2);
}
