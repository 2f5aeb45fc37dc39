import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { pythonWith } from './python.ts';

/** Runs commands in a POSIX shell in which `aws` is the AWS CLI. */
export type Shell = (commands: string) => Promise<string>;

/**
 * @param folder the working directory, which gets a folder bin
 * @param environment of the commands
 * @returns gives the standard output of commands, and rejects with the standard error of the first
 *   one that fails
 */
export async function awsShell(folder: string, environment: NodeJS.ProcessEnv): Promise<Shell> {
  const bin = join(folder, 'bin');
  // The path to Python in the environment's own script is outdated.
  const aws = `#!/bin/sh\nexec '${await pythonWith('aws-cli', 'aws-cli.requirements.txt')}' -m awscli "$@"\n`;
  await mkdir(bin);
  await writeFile(join(bin, 'aws'), aws, { mode: 0o755 });
  const env = { ...environment, PATH: [bin, environment['PATH']].join(delimiter), AWS_PAGER: '' };
  return async (commands) => {
    const { stdout } = await promisify(execFile)('sh', ['-ec', commands], { cwd: folder, env });
    return stdout.trim();
  };
}
