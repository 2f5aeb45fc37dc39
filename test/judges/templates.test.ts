import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { bundle } from '../../infra/bundle.ts';
import { oneFileTemplates } from '../../infra/one-file.ts';
import { synthesized } from '../infra/synthesis.ts';
import { inTemporaryFolder } from '../support/temporary-folder.ts';
import { cfnLint } from './tools/cfn-lint.ts';
import { PASSED } from './tools/verdicts.ts';

// CDK's own checks are those of cdk-nag.test.ts.
process.env['CDK_VALIDATION'] = 'false';

/** CDK writes DependsOn beside Fn::GetAtt. */
const REPEATED_DEPENDENCY = 'W3005';

test('cfn-lint accepts the templates of the CDK app and those for the console', () =>
  inTemporaryFolder(async (folder) => {
    const { stacks } = (await synthesized()).forwarded;
    const { hub, forwarder } = await oneFileTemplates(await bundle(join(folder, 'function')), join(folder, 'cdk.out'));
    const templates = {
      'app-hub': JSON.stringify(stacks['Trailmend']?.template),
      'app-forwarder': JSON.stringify(stacks['TrailmendForwarder-eu-west-1']?.template),
      hub,
      forwarder,
    };
    const root = join(folder, 'templates');
    for (const [name, text] of Object.entries(templates)) {
      await mkdir(join(root, name), { recursive: true });
      await writeFile(join(root, name, 'template.yaml'), text);
    }
    const verdicts = await cfnLint(root, [REPEATED_DEPENDENCY]);
    expect(verdicts).toEqual(Object.fromEntries(Object.keys(templates).map((name) => [name, PASSED])));
  }));
