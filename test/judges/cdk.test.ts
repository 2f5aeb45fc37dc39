import { execFile } from 'node:child_process';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { planCdk } from '../../cli/output/source/cdk.ts';
import { planCloudFormation } from '../../cli/output/source/cloudformation.ts';
import { inTemporaryFolder } from '../support/temporary-folder.ts';
import { PLANS } from './texts.ts';
import { readTemplates, type Template } from './tools/template.ts';

const NODE_MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url));
const TSC = join(NODE_MODULES, '.bin/tsc');
const STRICT = {
  compilerOptions: {
    ...{ target: 'es2022', module: 'nodenext', strict: true, noEmit: true, skipLibCheck: true, types: ['node'] },
    ...{ noUnusedLocals: false, isolatedModules: true, verbatimModuleSyntax: true },
  },
};
/** Prints the template of the stack in each file, without what CDK adds to every template. */
const SYNTHESIZE = `
import { App, LegacyStackSynthesizer } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
const templates = process.argv.slice(2).map(async (path) => {
  const { TrailsStack } = await import(path);
  const app = new App({ outdir: path + '.out', analyticsReporting: false });
  const stack = new TrailsStack(app, 'Trails', { synthesizer: new LegacyStackSynthesizer() });
  return Template.fromStack(stack).toJSON();
});
console.log(JSON.stringify(await Promise.all(templates)));
`;

/** Calls `use` with a folder in which the stack of each plan is a file. */
function withStacks<T>(use: (folder: string) => Promise<T>): Promise<T> {
  return inTemporaryFolder(async (folder) => {
    await symlink(NODE_MODULES, join(folder, 'node_modules'));
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(STRICT));
    await writeFile(join(folder, 'synthesize.mjs'), SYNTHESIZE);
    for (const [name, plan] of Object.entries(PLANS)) await writeFile(join(folder, `${name}.ts`), planCdk(...plan));
    return use(folder);
  });
}

const compiled = (folder: string): Promise<string> =>
  promisify(execFile)(TSC, ['-p', folder]).then(
    () => '',
    ({ stdout }: { stdout: string }) => stdout,
  );

describe('the text for CDK', () => {
  test('compiles, and a property that no class has does not', () =>
    withStacks(async (folder) => {
      expect(await compiled(folder)).toBe('');
      await writeFile(join(folder, 'wrong.ts'), planCdk(...PLANS.full).replace('isLogging', 'isIntegrated'));
      expect(await compiled(folder)).toContain('isIntegrated');
    }));

  test('has the template that the text for CloudFormation is', () =>
    withStacks(async (folder) => {
      const names = Object.keys(PLANS);
      for (const [name, plan] of Object.entries(PLANS)) {
        await writeFile(join(folder, `${name}.yaml`), planCloudFormation(...plan));
      }
      const expected = await readTemplates(names.map((name) => join(folder, `${name}.yaml`)));
      const { stdout } = await promisify(execFile)(process.execPath, [
        join(folder, 'synthesize.mjs'),
        ...names.map((name) => join(folder, `${name}.ts`)),
      ]);
      const synthesized: readonly Template[] = JSON.parse(stdout);
      expect(synthesized.map(({ Resources }) => Resources)).toEqual(expected.map(({ Resources }) => Resources));
    }));
});
