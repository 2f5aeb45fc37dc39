import { CommanderError, InvalidArgumentError } from 'commander';
import { commandLine, parseCommandLine } from '../local/command-line.ts';
import { startLocalAws } from '../local/local-aws.ts';
import { LocalAwsError } from '../local/local-aws-error.ts';
import { MeasuringError } from './child.ts';
import { measureCli } from './cli.ts';
import { cliExcesses, cliReport } from './cli-report.ts';
import { deploymentReport, measureDeployment } from './deployment.ts';
import { measureGate } from './gate.ts';
import { gateReport } from './gate-report.ts';
import { measureAllRepairs, repairExcesses, repairReport } from './repair-report.ts';
import { excesses, report } from './report.ts';
import { run } from './run.ts';
import { type MeasuredSweep, measureSweep } from './sweep.ts';
import { sweepExcesses, sweepReport } from './sweep-report.ts';
import { FULL_SCENE, SCENES } from './sweep-scene.ts';

/**
 * Rounds for each sample: a call through the gate takes milliseconds, a process most of a second.
 */
const GATE_ROUNDS = 4;

/**
 * `npm run bench`. Exits with 0 within the budgets, with 1 when one is exceeded, and with 2 when a
 * measurement failed.
 */
async function main(): Promise<number> {
  const { samples, deployment } = parseOptions();
  if (deployment) {
    process.stdout.write(`${deploymentReport(await measureDeployment())}\n`);
    return 0;
  }
  const progress = process.stderr.isTTY ? (line: string) => void process.stderr.write(`${line}\n`) : () => {};
  // Roles are visible at once, so that only trailmend's own time is measured. Each sample repairs a
  // trail.
  const aws = await startLocalAws({ progress, cloudTrail: { roleVisibleAfterMs: 0, maximumTrails: 10_000 } });
  try {
    const measurements = await run(aws, samples, progress);
    progress('measuring the gate');
    const gate = await measureGate(aws, samples * GATE_ROUNDS);
    progress('counting the calls of sweeps and repairs');
    const sweeps: MeasuredSweep[] = [];
    for (const scene of SCENES) sweeps.push(await measureSweep(scene));
    const repairs = await measureAllRepairs();
    progress('deploying the template');
    const deployed = await measureDeployment();
    progress('measuring the command line');
    const cli = await measureCli(FULL_SCENE, samples);
    const reports = [
      report(measurements),
      repairReport(repairs),
      sweepReport(sweeps),
      gateReport(gate),
      cliReport(cli),
      deploymentReport(deployed),
    ];
    process.stdout.write(`${reports.join('\n\n')}\n`);
    const exceeded = [
      ...excesses(measurements),
      ...repairExcesses(repairs),
      ...sweepExcesses(sweeps),
      ...cliExcesses(cli),
    ];
    for (const sentence of exceeded) process.stderr.write(`${sentence}\n`);
    return exceeded.length === 0 ? 0 : 1;
  } finally {
    await aws.stop();
  }
}

interface Options {
  readonly samples: number;
  readonly deployment?: true;
}

function parseOptions(): Options {
  const command = commandLine(
    'bench',
    'Measures the function (bundle size, import time, CPU, memory, AWS calls and serial round trips of its paths), sweeps (calls, time and events), the command line (start, scan and size), a deployment of the template for the console, and the time that the gate of the local AWS adds to a call. Exits with 1 when a budget is exceeded.',
  )
    .option('--samples <number>', 'number of processes for each path', parseSampleCount, 15)
    .option('--deployment', 'measure the deployment only');
  return parseCommandLine<Options>(command);
}

function parseSampleCount(value: string): number {
  const samples = /^\d{1,3}$/.test(value) ? Number(value) : 0;
  if (samples < 1) throw new InvalidArgumentError('It must be a number from 1 to 999.');
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
