import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '../infra/bundle.ts';
import { oneFileTemplates } from '../infra/one-file.ts';

// CDK's own checks take seconds: test/judges runs cfn-lint.
process.env['CDK_VALIDATION'] = 'false';

/**
 * Writes the templates for the CloudFormation console and for StackSets.
 * @param outDir created if it does not exist
 * @returns their paths
 */
export async function writeTemplates(outDir: string): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'trailmend-templates-'));
  try {
    const bundled = await bundle(join(folder, 'function'));
    const { hub, forwarder } = await oneFileTemplates(bundled, join(folder, 'cdk.out'));
    await mkdir(outDir, { recursive: true });
    const written = Object.entries({ trailmend: hub, 'trailmend-forwarder': forwarder }).map(async ([name, text]) => {
      const path = join(outDir, `${name}.template.json`);
      await writeFile(path, text);
      return path;
    });
    return await Promise.all(written);
  } finally {
    await rm(folder, { recursive: true });
  }
}
