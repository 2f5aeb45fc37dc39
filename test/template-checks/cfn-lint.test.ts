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
/**
 * Same as the command cfn-lint, whose script contains the path of the folder in which the
 * environment was created.
 */
const START = 'import sys; from cfnlint.runner import main; sys.exit(main())';
test('cfn-lint reports no error in the templates of the hub and a forwarder', () =>
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
    // cfn-lint writes its findings to stdout.
    const findings = await lint.then(
      () => '',
      ({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr,
    );
    expect(findings).toBe('');
  }));
