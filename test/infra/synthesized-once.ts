import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { inTemporaryFolder } from '../support/temporary-folder.ts';
import type { Stack, Synthesis } from './synthesis.ts';

const APP = fileURLToPath(new URL('../../infra/app.ts', import.meta.url));

/**
 * Jest's global setup: answers at SYNTHESIS_URL with the synthesized app, which takes seconds. The first suite of a run that asks
 * has it made, the others get the same, and none gets another run's, which might be old. The path is the context value `regions`.
 */
export default async function synthesizedOnce(): Promise<void> {
  const made = new Map<string, Promise<Synthesis>>();
  const server = createServer(async ({ url = '/' }, response) => {
    const synthesis = made.get(url) ?? synthesize(url.slice(1));
    made.set(url, synthesis);
    const [status, body] = await synthesis.then(
      (value) => [200, JSON.stringify(value)] as const,
      (error: Error) => [500, error.message] as const,
    );
    response.writeHead(status, { connection: 'close' }).end(body);
  });
  await once(server.listen(0, '127.0.0.1').unref(), 'listening');
  const address = server.address();
  if (typeof address === 'object') process.env['SYNTHESIS_URL'] = `http://127.0.0.1:${address?.port}`;
}

/** Runs the app in a process of its own. CDK's own checks of the template take longer than all else: test/template-checks has them made. */
function synthesize(regions: string): Promise<Synthesis> {
  return inTemporaryFolder(async (folder) => {
    const context = regions === '' ? {} : { CDK_CONTEXT_JSON: JSON.stringify({ regions }) };
    const env = { ...process.env, ...context, CDK_OUTDIR: folder, CDK_VALIDATION: 'false' };
    await promisify(execFile)(process.execPath, [APP], { env });
    const read = (path: string): Promise<string> => readFile(join(folder, path), 'utf8');
    const template: Synthesis['template'] = JSON.parse(await read('Trailmend.template.json'));
    const asset = template.Resources['RemediatorFunction']?.Properties['Code'].S3Key.replace('.zip', '');
    const { artifacts }: Manifest = JSON.parse(await read('manifest.json'));
    const stacks = Object.entries(artifacts).flatMap(([name, { type, properties }]) =>
      type === 'aws:cloudformation:stack' ? [[name, properties] as const] : [],
    );
    return {
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
  });
}

/** CDK's manifest, as far as it is read here. */
interface Manifest {
  readonly artifacts: Readonly<
    Record<
      string,
      { readonly type: string; readonly properties: Stack['deployment'] & { readonly templateFile: string } }
    >
  >;
}
