import type { MeasuredCli } from './cli.ts';
import { CALL_MS, MOST_SWEEP_MS, mostCalls } from './sweep.ts';

/** The bound of the help, as a multiple of `node -e 0`. */
const MOST_OF_BARE = 2.5;
const MEGABYTE = 1024 * 1024;
const MOST_MEGABYTES = 25;
/** Whose credentials these are, and whether a stack is deployed, by name and by description. */
const CALLS_BESIDE_TRAILS = 3;

/** The measurements of the command line, as Markdown. */
export function cliReport(measured: MeasuredCli): string {
  const { bareMs, helpMs, scan, packageBytes } = measured;
  const rows: readonly (readonly [what: string, value: string, most: string])[] = [
    ['`trailmend --help`, `node -e 0` = 1', (helpMs / bareMs).toFixed(1), String(MOST_OF_BARE)],
    [`\`trailmend scan\` of ${scan.scene.title}, calls`, String(scan.calls), String(mostScanCalls(measured))],
    ['the same, seconds', (scan.tookMs / 1000).toFixed(1), String(MOST_SWEEP_MS / 1000)],
    ['installed package, MB', (packageBytes / MEGABYTE).toFixed(1), String(MOST_MEGABYTES)],
  ];
  return [
    `Processes of the command line, with ${CALL_MS} ms for each call (medians).`,
    '',
    '| figure | value | at most |',
    '|---|--:|--:|',
    ...rows.map((cells) => `| ${cells.join(' | ')} |`),
  ].join('\n');
}

/** A sentence for each exceeded bound. */
export function cliExcesses(measured: MeasuredCli): readonly string[] {
  const { bareMs, helpMs, scan, packageBytes } = measured;
  const excesses: readonly (readonly [isExceeded: boolean, sentence: string])[] = [
    [helpMs > MOST_OF_BARE * bareMs, `The help takes more than ${MOST_OF_BARE} times as long as node -e 0.`],
    [scan.calls > mostScanCalls(measured), `The scan makes ${scan.calls} calls.`],
    [scan.tookMs >= MOST_SWEEP_MS, `The scan takes ${scan.tookMs} ms, which must be less than ${MOST_SWEEP_MS}.`],
    [packageBytes > MOST_MEGABYTES * MEGABYTE, `The package has ${packageBytes} bytes.`],
  ];
  return excesses.filter(([isExceeded]) => isExceeded).map(([, sentence]) => sentence);
}

const mostScanCalls = ({ scan }: MeasuredCli): number => mostCalls(scan.scene) + CALLS_BESIDE_TRAILS;
