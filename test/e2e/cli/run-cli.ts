import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { builtCli } from './built-cli.ts';

/** How a command ended. */
export interface Ended {
  readonly exitCode: number;
  /** What ended it, if a signal did. */
  readonly signal?: string;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs the command line in a process of its own.
 * @param environment everything that it sees, apart from PATH
 * @param signal aborts it as Ctrl-C does
 */
export async function runCli(
  given: readonly string[],
  environment: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<Ended> {
  const main = await builtCli();
  const NODE_COMPILE_CACHE = join(dirname(main), 'compiled');
  const env = { PATH: process.env['PATH'], NO_PROXY: '127.0.0.1', NODE_COMPILE_CACHE, ...environment };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [main, ...given], { env }, (error, stdout, stderr) => {
      const { code = 0, signal: endedBy } = error ?? {};
      resolve({ exitCode: Number(code), ...(endedBy && { signal: endedBy }), stdout, stderr });
    });
    signal?.addEventListener('abort', () => child.kill('SIGINT'), { once: true });
  });
}

const IN_TERMINAL = join(import.meta.dirname, 'in-terminal.py');

/**
 * Runs the command line in a terminal.
 * @returns as `stdout` everything that the terminal showed
 */
export async function runInTerminal(
  columns: number,
  given: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Ended> {
  const env = { PATH: process.env['PATH'], NO_PROXY: '127.0.0.1', TERM: 'xterm-256color', ...environment };
  const command = [IN_TERMINAL, String(columns), process.execPath, await builtCli(), ...given];
  return new Promise((resolve) => {
    execFile('python3', command, { env }, (error, stdout, stderr) => {
      resolve({ exitCode: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}
