import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { clientExports } from '../../local/client-exports.ts';
import { ensureVenv } from '../../local/emulator/venv.ts';
import type { LocalAws } from '../../local/local-aws.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Runs a Python program as the administrator of the local AWS, in a shell with the exports that it
 * prints for clients.
 * @param program the path of the program
 * @param input its standard input
 * @returns its standard output
 * @throws Error with its standard error if it fails
 */
export async function runPython(aws: LocalAws, program: string, input: string): Promise<string> {
  const python = await ensureVenv({
    folder: join(ROOT, '.venv'),
    requirements: join(ROOT, 'local/requirements.txt'),
    environment: process.env,
    progress: () => {},
  });
  const script = [...clientExports(aws), 'exec "$0" -I "$1"'].join('\n');
  const { HOME, TMPDIR } = aws.environment;
  const env = { PATH: process.env['PATH'], HOME, TMPDIR, NO_PROXY: '127.0.0.1' };
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, stdout: string, stderr: string) =>
      error === null ? resolve(stdout) : reject(new Error(stderr));
    const child = execFile('sh', ['-c', script, python, program], { env }, done);
    child.stdin?.end(input);
  });
}
