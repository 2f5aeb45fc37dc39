import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { runCli } from './run-cli.ts';

const run = promisify(execFile);
let script: string;

beforeAll(async () => {
  ({ stdout: script } = await runCli(['completion', 'bash'], {}));
});

/** What bash offers for the words before the cursor, the last of which it completes. */
async function offered(...words: readonly string[]): Promise<readonly string[]> {
  const ask = `${script}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _trailmend; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = await run('bash', ['--norc', '-uc', ask, 'bash', ...words]);
  return stdout.trim().split('\n');
}

describe('trailmend completion bash completes', () => {
  test.each<[line: readonly string[], words: readonly string[]]>([
    [['pl'], ['plan']],
    [['--'], ['--version', '--help']],
    [['scan', '--fa'], ['--fail-on']],
    [
      ['scan', '--output', ''],
      ['text', 'json', 'csv', 'ocsf'],
    ],
    [['scan', '--output', '=', 'j'], ['json']],
    [
      ['scan', '--output', '='],
      ['text', 'json', 'csv', 'ocsf'],
    ],
    [['scan', '--profile', ''], ['']],
    [['plan', 'payments', '--fo'], ['--format']],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish', '--help'],
    ],
    [['unknown', ''], ['']],
    [['scan', '$(touch /nowhere)'], ['']],
  ])('%j', async (line, words) => {
    expect(await offered('trailmend', ...line)).toEqual(words);
  });

  test('and is registered for trailmend', async () => {
    const { stdout } = await run('bash', ['--norc', '-c', `${script}\ncomplete -p trailmend`]);
    expect(stdout).toBe('complete -F _trailmend trailmend\n');
  });
});

test.each(['zsh', 'fish'])('trailmend completion %s prints a script', async (shell) => {
  const { exitCode, stdout } = await runCli(['completion', shell], {});
  expect(exitCode).toBe(0);
  expect(stdout).toContain(`# ${shell} completion of trailmend: `);
});

test('another shell is wrong use', async () => {
  const { exitCode, stderr } = await runCli(['completion', 'csh'], {});
  expect({ exitCode, stderr }).toEqual({
    exitCode: 2,
    stderr: expect.stringMatching(/^trailmend: .*'csh' is invalid.*Allowed choices are bash, zsh, fish/),
  });
});
