import { MOST_BYTES } from '../infra/bundle.ts';
import { median } from './median.ts';
import type { Measured, Measurements } from './run.ts';
import type { Sample } from './sample.ts';
import { LARGEST_SCENE } from './sweep-scene.ts';

/** The measurements of the function, as Markdown. */
export function report({ bytes, empty, starved, paths }: Measurements): string {
  const emptyCpu = medianOf(empty, 'cpuMs');
  return [
    `Bundle: ${bytes.toLocaleString('en')} bytes, at most ${MOST_BYTES.toLocaleString('en')}. Medians of ${empty.length} new processes for each path, measured in turns with Node.js ${process.versions.node}`,
    'against the local AWS, in which a new role is visible at once. CPU is that of the entire process. Compare the ratios, not the milliseconds.',
    '',
    '| path | import ms | event ms | CPU ms | CPU, empty = 1 | peak MB | AWS calls | serial round trips |',
    '|---|--:|--:|--:|--:|--:|--:|--:|',
    row('empty handler', empty, emptyCpu, '0', '0'),
    ...paths.map(({ path, samples, roundTrips }) =>
      row(path.title, samples, emptyCpu, String(roundTrips.flat().length), String(roundTrips.length)),
    ),
    '',
    'Serial round trips: calls on one line are sent together. Counted with the same response time for every call.',
    '',
    ...paths.flatMap(roundTripsOf),
    '',
    `The first sweep of ${LARGEST_SCENE.trails.length} trails in ${LARGEST_SCENE.regions.length} Regions, in a process with little CPU time:`,
    '',
    '| share of a core | trails without their memory | seconds | CPU ms |',
    '|--:|--:|--:|--:|',
    ...starved.map(({ cpuShare, sample: { ledgerErrors, handlerMs, cpuMs } }) => {
      return `| ${[cpuShare, ledgerErrors, (handlerMs / 1000).toFixed(1), cpuMs.toFixed(0)].join(' | ')} |`;
    }),
  ].join('\n');
}

/** A sentence for each exceeded budget. */
export function excesses({ bytes, starved, paths }: Measurements): readonly string[] {
  return [
    ...(bytes > MOST_BYTES ? [`The bundle has ${bytes} bytes, which exceeds the budget of ${MOST_BYTES}.`] : []),
    ...starved
      .filter(({ sample }) => sample.ledgerErrors > 0)
      .map(
        ({ cpuShare, sample }) =>
          `With ${cpuShare} of a core, a sweep lost the memory of ${sample.ledgerErrors} trails.`,
      ),
    ...paths
      .filter(({ path, roundTrips }) => roundTrips.length > path.mostRoundTrips)
      .map(
        ({ path, roundTrips }) =>
          `The path "${path.title}" takes ${roundTrips.length} serial round trips, which exceeds the budget of ${path.mostRoundTrips}.`,
      ),
  ];
}

function row(title: string, samples: readonly Sample[], emptyCpu: number, calls: string, trips: string): string {
  const cpu = medianOf(samples, 'cpuMs');
  const cells = [
    title,
    medianOf(samples, 'importMs').toFixed(1),
    medianOf(samples, 'handlerMs').toFixed(1),
    cpu.toFixed(0),
    (cpu / emptyCpu).toFixed(1),
    medianOf(samples, 'peakMb').toFixed(0),
    calls,
    trips,
  ];
  return `| ${cells.join(' | ')} |`;
}

function roundTripsOf({ path, roundTrips }: Measured): readonly string[] {
  return [`- ${path.title}`, ...roundTrips.map((calls, index) => `  ${index + 1}. ${calls.join(', ')}`)];
}

type Figure = Exclude<keyof Sample, 'outcomes' | 'ledgerErrors'>;

function medianOf(samples: readonly Sample[], figure: Figure): number {
  return median(samples.map((sample) => sample[figure]));
}
