import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { LocalAwsError } from '../local-aws-error.ts';
import { findPython } from './python.ts';
import { startSupervised } from './supervised-process.ts';

const MAKE = fileURLToPath(new URL('make_venv.py', import.meta.url));
const MAKING = /^making-(\d+)-/;

/** Where the virtual environment is, what is in it, and who is told. */
export interface VenvOptions {
  /** Holds one environment for each version of the requirements, and nothing else. */
  readonly folder: string;
  /** The requirements file: exact versions with hashes. */
  readonly requirements: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly progress: (line: string) => void;
}

/**
 * The Python of a virtual environment with exactly these requirements; made when it is not there yet.
 * Its folder is named after the requirements and appears only when it is complete: another version of the requirements is
 * another folder, an interrupted start leaves nothing that is taken for whole, and two starts at once do not meet.
 * @throws LocalAwsError when there is no fit Python, or pip fails (with pip's own words)
 */
export async function ensureVenv(options: VenvOptions): Promise<string> {
  const name = createHash('sha256')
    .update(await readFile(options.requirements))
    .digest('hex')
    .slice(0, 16);
  const ready = join(options.folder, name);
  const python = join(ready, 'bin', 'python');
  // bin/python links to the Python it was made with: false when that one was uninstalled.
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
    [base, '-I', MAKE, making, ready, options.requirements],
    pipEnvironment(options),
  );
  const [{ code }, complaint] = await Promise.all([maker.ended, text(maker.stderr), text(maker.stdout)]);
  if (code !== 0) {
    throw new LocalAwsError(
      `The Python environment of the emulator could not be made in ${options.folder}: ${lastLine(complaint)}`,
    );
  }
  return python;
}

/** Removes environments of other requirements, and what killed starts left behind; a start that is alive keeps its own. */
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

/** pip keeps the caller's index, proxy and cache settings; what would lead it out of the environment goes. */
function pipEnvironment({ environment }: VenvOptions): NodeJS.ProcessEnv {
  const { PIP_TARGET, PIP_PREFIX, PIP_ROOT, PYTHONHOME, PYTHONPATH, ...rest } = environment;
  return rest;
}

function lastLine(output: string): string {
  const lines = output.trim().split('\n');
  return lines.findLast((line) => line.startsWith('ERROR:')) ?? lines.at(-1) ?? '';
}
