import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { ensureVenv } from '../../local/emulator/venv.ts';
import { synthesized } from '../infra/synthesis.ts';
import { inTemporaryFolder } from '../support/temporary-folder.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** What its own command does; the command itself has the folder's name of before it was moved in it. */
const START = 'import sys; from cfnlint.runner import main; sys.exit(main())';

test('cfn-lint finds no error in the templates of a hub and a forwarder', () =>
  inTemporaryFolder(async (folder) => {
    const python = await ensureVenv({
      folder: here('../../.local/cfn-lint'),
      requirements: here('../requirements.txt'),
      environment: process.env,
      progress: () => undefined,
    });
    const { stacks } = (await synthesized()).forwarded;
    const paths = ['Trailmend', 'TrailmendForwarder-eu-west-1'].map((name) => {
      const path = join(folder, `${name}.json`);
      writeFileSync(path, JSON.stringify(stacks[name]?.template));
      return path;
    });
    const lint = promisify(execFile)(python, ['-c', START, '--non-zero-exit-code', 'error', ...paths]);
    // What it complains about is on stdout.
    const complaint = await lint.then(
      () => '',
      ({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr,
    );
    expect(complaint).toBe('');
  }));
