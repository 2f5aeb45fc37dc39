import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { LocalAwsError } from '../local-aws-error.ts';
import { findPython } from './python.ts';
import { startSupervised } from './supervised-process.ts';

const MAKE_VENV = fileURLToPath(new URL('make_venv.py', import.meta.url));
const MAKING = /^making-(\d+)-/;

/** How to make the virtual environment. */
export interface VenvOptions {
  /** Holds one environment for each version of the requirements, and no other files. */
  readonly folder: string;
  /** The requirements file: exact versions with hashes. */
  readonly requirements: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly progress: (line: string) => void;
}

/**
 * The Python of a virtual environment with exactly these requirements, which is made when it does
 * not exist. Its folder is named after the requirements and appears only when it is complete. So
 * each version of the requirements has its own folder, an interrupted start leaves no incomplete
 * environment, and starts at the same time do not disturb each other.
 * @throws LocalAwsError when no usable Python is installed, or pip fails (with pip's message, or
 * without its index the ways to reach it)
 */
export async function ensureVenv(options: VenvOptions): Promise<string> {
  const name = createHash('sha256')
    .update(await readFile(options.requirements))
    .digest('hex')
    .slice(0, 16);
  const ready = join(options.folder, name);
  const python = join(ready, 'bin', 'python');
  // bin/python is a link to the Python that made it, and broken when that Python was uninstalled.
  if (existsSync(python)) return python;

  const base = await findPython(options.environment);
  options.progress('making the Python environment of the emulator, once');
  await mkdir(options.folder, { recursive: true });
  if (existsSync(ready) && !existsSync(python)) await rm(ready, { recursive: true, force: true });
  await removeAllBut(name, options.folder);
  const making = join(options.folder, `making-${process.pid}-${randomBytes(4).toString('hex')}`);
  const maker = startSupervised(
    base,
    making,
    [base, '-I', MAKE_VENV, making, ready, options.requirements],
    pipEnvironment(options),
  );
  const [{ code }, errors] = await Promise.all([maker.ended, text(maker.stderr), text(maker.stdout)]);
  if (code !== 0) throw new LocalAwsError(explainFailure(errors, options));
  return python;
}

/**
 * Removes environments of other requirements, and what killed starts left behind, but not what
 * running starts are making.
 */
async function removeAllBut(name: string, folder: string): Promise<void> {
  for (const entry of await readdir(folder)) {
    const maker = MAKING.exec(entry)?.[1];
    if (entry !== name && (maker === undefined || !isAlive(Number(maker)))) {
      await rm(join(folder, entry), { recursive: true, force: true });
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * pip keeps the caller's index, proxy and cache settings, but no variable that leads it out of the
 * environment.
 */
function pipEnvironment({ environment }: VenvOptions): NodeJS.ProcessEnv {
  const { PIP_TARGET, PIP_PREFIX, PIP_ROOT, PYTHONHOME, PYTHONPATH, ...rest } = environment;
  return rest;
}

/**
 * pip's errors when it cannot reach its index. It then also reports that the index has no version
 * of the first package, which would mislead.
 */
const NO_NETWORK =
  /NewConnectionError|NameResolutionError|ConnectTimeoutError|ReadTimeoutError|ProxyError|Max retries exceeded|Temporary failure in name resolution|Network is unreachable|connection broken/;
const DEFAULT_INDEX = 'https://pypi.org/simple';

function explainFailure(errors: string, { folder, environment }: VenvOptions): string {
  if (!NO_NETWORK.test(errors)) {
    return `The local AWS could not make the Python environment of the emulator in ${folder}: ${lastLine(errors)}`;
  }
  const index = environment['PIP_INDEX_URL'] ?? DEFAULT_INDEX;
  return `The first start of the local AWS installs Python packages, and pip could not reach its index ${index}. Check the network, set HTTPS_PROXY for a proxy, or set PIP_INDEX_URL to an index that this machine can reach. Then start again; later starts need no network.`;
}

function lastLine(output: string): string {
  const lines = output.trim().split('\n');
  return lines.findLast((line) => line.startsWith('ERROR:')) ?? lines.at(-1) ?? '';
}
