import { DEFAULT_SWEEP_MINUTES } from '../infra/parameters.ts';
import { CALL_MS, CALLS_FOR_OWN_RULE, type MeasuredSweep, MOST_SWEEP_MS, mostCalls } from './sweep.ts';
import { REGIONS } from './sweep-scene.ts';

/** The price of a management event beyond the first copy, in USD (AWS CloudTrail pricing). */
const USD_FOR_AN_EVENT = 2 / 100_000;
const MINUTES_A_MONTH = (365 * 24 * 60) / 12;
const SWEEPS_A_MONTH = MINUTES_A_MONTH / DEFAULT_SWEEP_MINUTES;

/** The measurements of sweeps, as Markdown. */
export function sweepReport(sweeps: readonly MeasuredSweep[]): string {
  return [
    `Sweeps of ${REGIONS.length} Regions without a repair, on a virtual clock with ${CALL_MS} ms for each call, calls of the ledger included. The bound is one call,`,
    `one for each Region, and four for each trail, or six where the delivery must be verified. Reading trailmend's own event rule takes ${CALLS_FOR_OWN_RULE} more.`,
    '',
    '| trails | calls | at most | for its own rule | of the ledger | seconds | read events a month | USD for a further copy |',
    '|---|--:|--:|--:|--:|--:|--:|--:|',
    ...sweeps.map(row),
    '',
    `With SweepMinutes ${DEFAULT_SWEEP_MINUTES} a month has ${SWEEPS_A_MONTH} sweeps. Every call except those of the ledger is a read management event. The first copy of management`,
    'events in a Region is free. Each further trail that records reads there adds a copy, at 2 USD for 100,000 events (CloudTrail user guide,',
    '"Managing CloudTrail trail costs"; AWS CloudTrail pricing).',
  ].join('\n');
}

/** A sentence for each exceeded bound. */
export function sweepExcesses(sweeps: readonly MeasuredSweep[]): readonly string[] {
  return sweeps.flatMap((measured) => {
    const { scene, tookMs } = measured;
    const [calls, most] = [callsOf(measured), mostCalls(scene)];
    return [
      ...(calls > most
        ? [`The sweep of ${scene.title} makes ${calls} calls, which exceeds the bound of ${most}.`]
        : []),
      ...(tookMs >= MOST_SWEEP_MS
        ? [`The sweep of ${scene.title} takes ${tookMs} ms, which must be less than ${MOST_SWEEP_MS}.`]
        : []),
    ];
  });
}

function row(measured: MeasuredSweep): string {
  const { scene, ledgerCalls, tookMs } = measured;
  const events = (callsOf(measured) + CALLS_FOR_OWN_RULE) * SWEEPS_A_MONTH;
  const cells = [
    `${scene.trails.length}: ${scene.title}`,
    callsOf(measured),
    mostCalls(scene),
    CALLS_FOR_OWN_RULE,
    sum(ledgerCalls),
    (tookMs / 1000).toFixed(2),
    events.toLocaleString('en'),
    (events * USD_FOR_AN_EVENT).toFixed(2),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** Without the calls for the event rule. */
function callsOf({ calls }: MeasuredSweep): number {
  return sum(calls) - CALLS_FOR_OWN_RULE;
}

function sum(counts: MeasuredSweep['calls']): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
