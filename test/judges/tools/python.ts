import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ensureVenv } from '../../../local/emulator/venv.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** What a tool wrote, whatever its exit code: a finding is not an error. */
export interface Written {
  readonly stdout: string;
  readonly stderr: string;
}

/** The Python of the environment of test/judges/requirements.txt, which is made once. */
export function judgesPython(): Promise<string> {
  return pythonWith('judges', 'requirements.txt');
}

/** The Python of an environment that is made once, in the folder `.local/NAME`. */
export function pythonWith(name: string, requirements: string): Promise<string> {
  return ensureVenv({
    folder: here(`../../../.local/${name}`),
    requirements: here(`../${requirements}`),
    environment: process.env,
    progress: () => undefined,
  });
}

/**
 * Runs Python code, which a script of the environment would start: its path to Python is outdated.
 */
export async function runPython(code: string, ...parameters: readonly string[]): Promise<Written> {
  return written(await judgesPython(), ['-c', code, ...parameters]);
}

/** Runs a binary that a package of the environment contains. */
export async function runBinary(name: string, ...parameters: readonly string[]): Promise<Written> {
  return written(join(dirname(await judgesPython()), name), parameters);
}

async function written(command: string, parameters: readonly string[]): Promise<Written> {
  const run = promisify(execFile)(command, [...parameters], { maxBuffer: 64 * 1024 * 1024 });
  return run.catch((error: Error & Partial<Written>) => {
    if (error.stdout === undefined || error.stderr === undefined) throw error;
    return { stdout: error.stdout, stderr: error.stderr };
  });
}
