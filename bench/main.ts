import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { startLocalAws } from '../local/local-aws.ts';
import { LocalAwsError } from '../local/local-aws-error.ts';
import { MeasuringError } from './child.ts';
import { measureGate } from './gate.ts';
import { gateReport } from './gate-report.ts';
import { excesses, report } from './report.ts';
import { run } from './run.ts';
import { type MeasuredSweep, measureSweep } from './sweep.ts';
import { sweepExcesses, sweepReport } from './sweep-report.ts';
import { SCENES } from './sweep-scene.ts';

/** Rounds for each sample: a call of the gate takes milliseconds, a process most of a second. */
const GATE_ROUNDS = 4;

/** `npm run bench`: exits 0 within the budgets, 1 when one is exceeded, 2 when nothing could be measured. */
async function main(): Promise<number> {
  const { samples } = options();
  const progress = process.stderr.isTTY ? (line: string) => void process.stderr.write(`${line}\n`) : () => {};
  // What is measured is trailmend's own; how long CloudTrail takes to see a role is AWS's. Each sample repairs a trail.
  const aws = await startLocalAws({ progress, cloudTrail: { roleVisibleAfterMs: 0, maximumTrails: 10_000 } });
  try {
    const measurements = await run(aws, samples, progress);
    progress('measuring the gate');
    const gate = await measureGate(aws, samples * GATE_ROUNDS);
    progress('counting the calls of sweeps');
    const sweeps: MeasuredSweep[] = [];
    for (const scene of SCENES) sweeps.push(await measureSweep(scene));
    process.stdout.write(`${[report(measurements), sweepReport(sweeps), gateReport(gate)].join('\n\n')}\n`);
    const tooMuch = [...excesses(measurements), ...sweepExcesses(sweeps)];
    for (const sentence of tooMuch) process.stderr.write(`${sentence}\n`);
    return tooMuch.length === 0 ? 0 : 1;
  } finally {
    await aws.stop();
  }
}

function options(): { readonly samples: number } {
  return new Command()
    .name('npm run bench --')
    .description(
      "Measures the function's bundle: size, time to import, CPU and memory of its paths, AWS calls and serial round trips; calls, time and events of a sweep; and what the local AWS' gate adds to a call. Exits 1 when a budget is exceeded.",
    )
    .option('--samples <number>', 'processes for each path', sampleCount, 15)
    .allowExcessArguments(false)
    .showSuggestionAfterError(false)
    .exitOverride()
    .configureOutput({ outputError: (sentence, write) => write(sentence.replace(/^error: /, '')) })
    .parse()
    .opts<{ samples: number }>();
}

function sampleCount(value: string): number {
  const samples = /^\d{1,3}$/.test(value) ? Number(value) : 0;
  if (samples < 1) throw new InvalidArgumentError('It should be a number from 1 to 999.');
  return samples;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else if (error instanceof LocalAwsError || error instanceof MeasuringError) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  } else {
    throw error;
  }
}
