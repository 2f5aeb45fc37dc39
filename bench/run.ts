import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { administratorOf } from '../demo/sessions.ts';
import { bundle } from '../infra/bundle.ts';
import type { LocalAws } from '../local/local-aws.ts';
import { functionEnvironment, makeTrails } from './account.ts';
import { MeasuringError, measure } from './child.ts';
import { updateTrailEvent } from './event.ts';
import type { RoundTrips } from './lockstep.ts';
import { OWN_TRAIL, PATHS, type Path } from './paths.ts';
import type { Sample } from './sample.ts';
import { CPU_SHARES, measureStarvedSweep, type StarvedSweep } from './starved-sweep.ts';

/** A path with its samples and its round trips. */
export interface Measured {
  readonly path: Path;
  readonly samples: readonly Sample[];
  readonly roundTrips: RoundTrips;
}

export interface Measurements {
  readonly bytes: number;
  readonly empty: readonly Sample[];
  readonly starved: readonly StarvedSweep[];
  readonly paths: readonly Measured[];
}

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const SAMPLE = here('sample.cjs');
const COUNT = here('count.ts');

/** Measures all paths in turns, so that a busy machine affects them alike. */
export async function run(aws: LocalAws, samples: number, progress: (line: string) => void): Promise<Measurements> {
  const administrator = administratorOf(aws);
  const folder = aws.environment['TMPDIR'] ?? '';
  const [{ path: code, bytes }, { path: emptyCode }] = await Promise.all([
    bundle(join(folder, 'bench', 'function')),
    bundle(join(folder, 'bench', 'empty'), here('empty.ts')),
  ]);
  const environment = { ...aws.environment, ...(await functionEnvironment(administrator)) };
  progress('creating trails');
  const trails = await makeTrails(administrator, samples + 4);
  const unrepaired = trails.filter((name) => name !== OWN_TRAIL).values();
  const eventFor = (path: Path): string =>
    JSON.stringify(
      updateTrailEvent(
        administrator,
        path.trail(() => unrepaired.next().value ?? ''),
      ),
    );
  const sampleOf = async (bundled: string, event: string): Promise<Sample> =>
    measure(SAMPLE, [bundled, event], environment);

  await sampleOf(code, JSON.stringify(updateTrailEvent(administrator, OWN_TRAIL)));
  progress('counting round trips');
  const counted = new Map<Path, RoundTrips>();
  for (const path of PATHS)
    counted.set(path, await measure(COUNT, [code, eventFor(path), eventFor(path)], environment));

  const empty: Sample[] = [];
  const measured = new Map<Path, Sample[]>(PATHS.map((path) => [path, []]));
  for (let round = 1; round <= samples; round += 1) {
    progress(`round ${round} of ${samples}`);
    empty.push(await sampleOf(emptyCode, '{}'));
    for (const [path, taken] of measured) {
      const sample = await sampleOf(code, eventFor(path));
      assertOutcome(path, sample);
      taken.push(sample);
    }
  }
  progress('sweeping with little CPU time');
  const starved: StarvedSweep[] = [];
  for (const share of CPU_SHARES) starved.push(await measureStarvedSweep(SAMPLE, code, environment, share));
  const paths = PATHS.map((path) => ({
    path,
    samples: measured.get(path) ?? [],
    roundTrips: counted.get(path) ?? [],
  }));
  return { bytes, empty, starved, paths };
}

function assertOutcome({ title, outcome }: Path, { outcomes }: Sample): void {
  if (outcomes.length !== 1 || outcomes[0] !== outcome) {
    throw new MeasuringError(
      `The path "${title}" ended with ${outcomes.join(', ') || 'no outcome'} instead of ${outcome}.`,
    );
  }
}
