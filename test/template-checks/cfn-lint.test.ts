import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { bundle } from '../../infra/bundle.ts';
import { oneFileTemplates } from '../../infra/one-file.ts';
import { ensureVenv } from '../../local/emulator/venv.ts';
import { synthesized } from '../infra/synthesis.ts';
import { inTemporaryFolder } from '../support/temporary-folder.ts';

// CDK's own checks are those of cdk.test.ts.
process.env['CDK_VALIDATION'] = 'false';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/**
 * Same as the command cfn-lint, whose script contains the path of the folder in which the
 * environment was created.
 */
const START = 'import sys; from cfnlint.runner import main; sys.exit(main())';
test('cfn-lint reports no error in the templates of the CDK app and in those for the console', () =>
  inTemporaryFolder(async (folder) => {
    const python = await ensureVenv({
      folder: here('../../.local/cfn-lint'),
      requirements: here('../requirements.txt'),
      environment: process.env,
      progress: () => undefined,
    });
    const { stacks } = (await synthesized()).forwarded;
    const { hub, forwarder } = await oneFileTemplates(await bundle(join(folder, 'function')), join(folder, 'cdk.out'));
    const app = ['Trailmend', 'TrailmendForwarder-eu-west-1'].map((name) => JSON.stringify(stacks[name]?.template));
    const paths = [...app, hub, forwarder].map((template, index) => {
      const path = join(folder, `${index}.json`);
      writeFileSync(path, template);
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
