import type { MeasuredCall } from './gate.ts';
import type { Route } from './gate-calls.ts';
import { median } from './median.ts';

/**
 * The target for the median that the gate adds to a call, in milliseconds. Not enforced: a busy
 * machine exceeds it.
 */
const TARGET_ADDED_MS = 5;

/** The measurements of the gate, as Markdown. */
export function gateReport(measured: readonly MeasuredCall[]): string {
  const rounds = measured[0]?.milliseconds.emulator.length ?? 0;
  return [
    `The gate of the local AWS: the same calls, ${rounds} times each, straight to the emulator and through the gate, in turns. Medians.`,
    'The role has the permissions of the function. After each write the gate discards what it cached about the changed resource.',
    '',
    '| call | emulator ms | administrator ms | adds | role ms | adds |',
    '|---|--:|--:|--:|--:|--:|',
    ...measured.map(row),
    '',
    `All calls except UpdateTrail take the emulator ${emulatorMedian(measured).toFixed(1)} ms. The gate adds ${addedMedian(measured, 'administrator').toFixed(1)} ms to a call of the administrator, and`,
    `${addedMedian(measured, 'role').toFixed(1)} ms to a call of the role, including the evaluation of its policies (medians; target on an idle machine: less than ${TARGET_ADDED_MS}).`,
  ].join('\n');
}

function row(measured: MeasuredCall): string {
  const cell = (route: Route) => median(measured.milliseconds[route]).toFixed(1);
  const added = (route: Route) => median(differences(measured, route)).toFixed(1);
  const { operation } = measured.call;
  return `| ${[operation, cell('emulator'), cell('administrator'), added('administrator'), cell('role'), added('role')].join(' | ')} |`;
}

function emulatorMedian(measured: readonly MeasuredCall[]): number {
  return median(measured.filter(({ call }) => call.isUsual).flatMap(({ milliseconds }) => milliseconds.emulator));
}

function addedMedian(measured: readonly MeasuredCall[], route: Route): number {
  return median(measured.filter(({ call }) => call.isUsual).flatMap((one) => differences(one, route)));
}

/** The differences to the call straight to the emulator in the same round. */
function differences({ milliseconds }: MeasuredCall, route: Route): readonly number[] {
  return milliseconds[route].map((ms, round) => ms - (milliseconds.emulator[round] ?? 0));
}
