// `npm run template`: writes the templates for the CloudFormation console and for StackSets.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '../infra/bundle.ts';
import { oneFileTemplates } from '../infra/one-file.ts';

// CDK's own checks take seconds: test/judges runs cfn-lint.
process.env['CDK_VALIDATION'] = 'false';
const DIST = fileURLToPath(new URL('../dist', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'trailmend-templates-'));
try {
  const bundled = await bundle(join(folder, 'function'));
  const { hub, forwarder } = await oneFileTemplates(bundled, join(folder, 'cdk.out'));
  await mkdir(DIST, { recursive: true });
  for (const [name, text] of Object.entries({ trailmend: hub, 'trailmend-forwarder': forwarder })) {
    const path = join(DIST, `${name}.template.json`);
    await writeFile(path, text);
    process.stdout.write(`${path}  ${Buffer.byteLength(text).toLocaleString('en-US')} bytes\n`);
  }
} finally {
  await rm(folder, { recursive: true });
}
