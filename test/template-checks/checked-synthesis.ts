import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { trailmendApp } from '../../infra/trailmend-app.ts';
import { inTemporaryFolder } from '../support/temporary-folder.ts';

/**
 * Synthesizes the real app, forwarders included, with CDK's own checks, in this process, so that checks of others can be added.
 * @param prepare gets the app before it is synthesized
 * @returns CDK's report of all checks, in its own format
 * @throws what the synthesis throws when a check finds what nobody acknowledged
 */
// biome-ignore lint/suspicious/noExplicitAny: CDK's own report format
export async function checkedSynthesis(prepare: (app: App) => void): Promise<any> {
  return inTemporaryFolder(async (folder) => {
    const app = await trailmendApp({ outdir: folder, context: { regions: 'us-east-1,eu-west-1,ap-southeast-2' } });
    prepare(app);
    app.synth();
    return JSON.parse(await readFile(join(folder, 'validation-report.json'), 'utf8'));
  });
}
