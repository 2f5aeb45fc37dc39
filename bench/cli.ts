import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { buildCli } from '../scripts/cli-bundle.ts';
import { MeasuringError } from './child.ts';
import { median } from './median.ts';
import { serveScene } from './scene-server.ts';
import { HUB, type SweepScene } from './sweep-scene.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));

/** The command line as users have it: processes of the built bundle, from start to exit. */
export interface MeasuredCli {
  /** Medians in milliseconds, of processes that alternate. */
  readonly bareMs: number;
  readonly helpMs: number;
  readonly scan: MeasuredScan;
  /** Of the installed package. */
  readonly packageBytes: number;
}

export interface MeasuredScan {
  readonly scene: SweepScene;
  readonly calls: number;
  /** Median, from start to exit. */
  readonly tookMs: number;
}

/** @throws MeasuringError when a scan does not find what the scene has */
export async function measureCli(scene: SweepScene, samples: number): Promise<MeasuredCli> {
  const folder = await mkdtemp(join(tmpdir(), 'trailmend-bench-'));
  try {
    await buildCli(folder);
    const main = join(folder, 'main.js');
    const bare: number[] = [];
    const help: number[] = [];
    for (let sample = 0; sample < samples; sample += 1) {
      bare.push((await run(['-e', '0'])).tookMs);
      help.push((await run([main, '--help'])).tookMs);
    }
    const scan = await measureScan(main, scene, samples);
    return { bareMs: median(bare), helpMs: median(help), scan, packageBytes: await packageBytes() };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureScan(main: string, scene: SweepScene, samples: number): Promise<MeasuredScan> {
  const server = await serveScene(scene);
  const keys = { AWS_ACCESS_KEY_ID: 'bench', AWS_SECRET_ACCESS_KEY: 'bench' };
  const environment = { ...keys, AWS_REGION: HUB, AWS_ENDPOINT_URL: server.endpoint, NO_PROXY: '127.0.0.1' };
  const took: number[] = [];
  try {
    for (let sample = 0; sample < samples; sample += 1) {
      const { tookMs, stdout } = await run([main, 'scan'], environment);
      if (!stdout.includes(`\n${scene.trails.length} trails: ${scene.trails.length} ${scene.outcome}`))
        throw new MeasuringError(`The scan of ${scene.title} printed ${stdout.slice(-200)}`);
      took.push(tookMs);
    }
    return { scene, calls: server.calls() / samples, tookMs: median(took) };
  } finally {
    server.close();
  }
}

/** Runs Node.js without the caches of the project. A scan with findings exits with 1. */
async function run(
  parameters: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<{ readonly tookMs: number; readonly stdout: string }> {
  const began = performance.now();
  const env = { PATH: process.env['PATH'], ...environment };
  const stdout = await new Promise<string>((resolve) =>
    execFile(process.execPath, parameters, { env }, (_error, output) => resolve(output)),
  );
  return { tookMs: performance.now() - began, stdout };
}

async function packageBytes(): Promise<number> {
  const packing = promisify(execFile)('npm', ['pack', '--dry-run', '--json', '--silent'], { cwd: PROJECT });
  const [{ unpackedSize }] = JSON.parse((await packing).stdout);
  return unpackedSize;
}
