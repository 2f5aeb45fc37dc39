import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { createTrailmendApp } from '../../infra/trailmend-app.ts';
import { inTemporaryFolder } from '../support/temporary-folder.ts';

/**
 * Synthesizes the real app, forwarders included, with CDK's own checks. It runs in this process, so
 * that a caller can add other checks.
 * @param prepare called with the app before the synthesis
 * @returns CDK's report of all checks, in its own format
 * @throws the error of the synthesis when a check has a finding that is not acknowledged
 */
// biome-ignore lint/suspicious/noExplicitAny: CDK's own report format
export async function checkedSynthesis(prepare: (app: App) => void): Promise<any> {
  return inTemporaryFolder(async (folder) => {
    const app = await createTrailmendApp({
      outdir: folder,
      context: { regions: 'us-east-1,eu-west-1,ap-southeast-2' },
    });
    prepare(app);
    app.synth();
    return JSON.parse(await readFile(join(folder, 'validation-report.json'), 'utf8'));
  });
}
