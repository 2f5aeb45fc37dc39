import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Stack, Syntheses, Synthesis } from './synthesis.ts';

const SYNTHESIZE = fileURLToPath(new URL('synthesize.ts', import.meta.url));

/**
 * Synthesizes the apps in a process of its own, without CDK's checks of the template, which take
 * most of the time: test/judges runs them.
 */
export async function synthesizeApps(folder: string): Promise<Syntheses> {
  await promisify(execFile)(process.execPath, [SYNTHESIZE, folder], {
    env: { ...process.env, CDK_VALIDATION: 'false' },
  });
  return { alone: await synthesisIn(join(folder, 'alone')), forwarded: await synthesisIn(join(folder, 'forwarded')) };
}

async function synthesisIn(folder: string): Promise<Synthesis> {
  const read = (path: string): Promise<string> => readFile(join(folder, path), 'utf8');
  const template: Synthesis['template'] = JSON.parse(await read('Trailmend.template.json'));
  const asset = template.Resources['RemediatorFunction']?.Properties['Code'].S3Key.replace('.zip', '');
  const { artifacts }: Manifest = JSON.parse(await read('manifest.json'));
  const stacks = Object.entries(artifacts).flatMap(([name, { type, properties }]) =>
    type === 'aws:cloudformation:stack' ? [[name, properties] as const] : [],
  );
  return {
    assembly: folder,
    template,
    stacks: Object.fromEntries(
      await Promise.all(
        stacks.map(async ([name, deployment]): Promise<[string, Stack]> => {
          return [name, { template: JSON.parse(await read(deployment.templateFile)), deployment }];
        }),
      ),
    ),
    code: await read(join(`asset.${asset}`, 'index.js')),
  };
}

/** The part of CDK's manifest that is read here. */
interface Manifest {
  readonly artifacts: Readonly<
    Record<
      string,
      { readonly type: string; readonly properties: Stack['deployment'] & { readonly templateFile: string } }
    >
  >;
}
