import { DEFAULT_SWEEP_MINUTES } from '../infra/parameters.ts';
import { CALL_MS, CALLS_FOR_OWN_RULE, type MeasuredSweep, MOST_SWEEP_MS, mostCalls } from './sweep.ts';
import { REGIONS } from './sweep-scene.ts';

/** What AWS bills for management events beyond the first copy, in USD (AWS CloudTrail pricing). */
const USD_FOR_AN_EVENT = 2 / 100_000;
const MINUTES_A_MONTH = (365 * 24 * 60) / 12;
const SWEEPS_A_MONTH = MINUTES_A_MONTH / DEFAULT_SWEEP_MINUTES;

/** The sweeps as Markdown. */
export function sweepReport(sweeps: readonly MeasuredSweep[]): string {
  return [
    `Sweeps of ${REGIONS.length} regions, on a virtual clock at ${CALL_MS} ms a call, those of the ledger included; nothing is to be repaired. The most calls are one, one for each`,
    `region, and four for each trail, six where delivery has to be proven; looking at trailmend's own rule takes ${CALLS_FOR_OWN_RULE} more.`,
    '',
    '| trails | calls | at most | for its own rule | of the ledger | seconds | read events a month | USD for a further copy |',
    '|---|--:|--:|--:|--:|--:|--:|--:|',
    ...sweeps.map(row),
    '',
    `SweepMinutes is ${DEFAULT_SWEEP_MINUTES}: ${SWEEPS_A_MONTH} sweeps a month. Every call but the ledger's is a management event that reads. The first copy of management events in a`,
    'Region is free; a further trail there that records reads makes a further copy, at 2 USD for 100,000 events (CloudTrail user guide, "Managing',
    'CloudTrail trail costs"; AWS CloudTrail pricing).',
  ].join('\n');
}

/** What exceeds its bound, a sentence each. */
export function sweepExcesses(sweeps: readonly MeasuredSweep[]): readonly string[] {
  return sweeps.flatMap((measured) => {
    const { scene, tookMs } = measured;
    const [calls, most] = [callsOf(measured), mostCalls(scene)];
    return [
      ...(calls > most ? [`The sweep of ${scene.title} makes ${calls} calls, and ${most} is the most.`] : []),
      ...(tookMs >= MOST_SWEEP_MS
        ? [`The sweep of ${scene.title} takes ${tookMs} ms, which is not below ${MOST_SWEEP_MS}.`]
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

/** Beside those for the rule. */
function callsOf({ calls }: MeasuredSweep): number {
  return sum(calls) - CALLS_FOR_OWN_RULE;
}

function sum(counts: MeasuredSweep['calls']): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
