import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { builtCli } from './built-cli.ts';

/** How a command ended. */
export interface Ended {
  readonly exitCode: number;
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
  const options = { env, killSignal: 'SIGINT', ...(signal && { signal }) } as const;
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...given], options, (error, stdout, stderr) => {
      resolve({ exitCode: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}
