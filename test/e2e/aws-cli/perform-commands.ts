import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { clientExports } from '../../../local/client-exports.ts';
import { ensureVenv } from '../../../local/emulator/venv.ts';
import type { LocalAws } from '../../../local/local-aws.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** The AWS CLI commands in the text of a message, in their order. */
export function commandsIn(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('aws '));
}

/**
 * Makes the calls of AWS CLI commands as the administrator of the local AWS, one after another.
 * @throws Error with the error of the first call that fails
 */
export async function performCommands(aws: LocalAws, commands: readonly string[]): Promise<void> {
  const python = await ensureVenv({
    folder: join(ROOT, '.venv'),
    requirements: join(ROOT, 'local/requirements.txt'),
    environment: process.env,
    progress: () => {},
  });
  const script = [...clientExports(aws), 'exec "$0" -I "$1"'].join('\n');
  const { HOME, TMPDIR } = aws.environment;
  const env = { PATH: process.env['PATH'], HOME, TMPDIR, NO_PROXY: '127.0.0.1' };
  await new Promise<void>((resolve, reject) => {
    const done = (error: Error | null, _: string, stderr: string) =>
      error === null ? resolve() : reject(new Error(stderr));
    const program = join(import.meta.dirname, 'perform.py');
    const child = execFile('sh', ['-c', script, python, program], { env }, done);
    child.stdin?.end(commands.join('\n'));
  });
}
