import type { MeasuredCall } from './gate.ts';
import type { Way } from './gate-calls.ts';
import { median } from './median.ts';

/** What the gate may add to a call, milliseconds, median: told and not enforced, since a busy machine exceeds it. */
const MOST_ADDED_MS = 5;

/** The measurements of the gate as Markdown. */
export function gateReport(measured: readonly MeasuredCall[]): string {
  const rounds = measured[0]?.milliseconds.emulator.length ?? 0;
  return [
    `The gate: the same calls ${rounds} times straight to the emulator and through the gate, in turns; medians. The role has the function's own`,
    'permissions, and each write makes the gate forget what it may have changed.',
    '',
    '| call | emulator ms | administrator ms | adds | role ms | adds |',
    '|---|--:|--:|--:|--:|--:|',
    ...measured.map(row),
    '',
    `Over all calls but UpdateTrail, which take the emulator ${bare(measured).toFixed(1)} ms, the gate adds ${added(measured, 'administrator').toFixed(1)} ms a call of the administrator and`,
    `${added(measured, 'role').toFixed(1)} ms a call of the role, evaluation included (medians; wanted: less than ${MOST_ADDED_MS} where nothing else runs).`,
  ].join('\n');
}

function row(measured: MeasuredCall): string {
  const cell = (way: Way) => median(measured.milliseconds[way]).toFixed(1);
  const more = (way: Way) => median(differences(measured, way)).toFixed(1);
  const { operation } = measured.call;
  return `| ${[operation, cell('emulator'), cell('administrator'), more('administrator'), cell('role'), more('role')].join(' | ')} |`;
}

function bare(measured: readonly MeasuredCall[]): number {
  return median(measured.filter(({ call }) => call.isUsual).flatMap(({ milliseconds }) => milliseconds.emulator));
}

function added(measured: readonly MeasuredCall[], way: Way): number {
  return median(measured.filter(({ call }) => call.isUsual).flatMap((one) => differences(one, way)));
}

/** To the same call past the gate in the same round. */
function differences({ milliseconds }: MeasuredCall, way: Way): readonly number[] {
  return milliseconds[way].map((ms, round) => ms - (milliseconds.emulator[round] ?? 0));
}
