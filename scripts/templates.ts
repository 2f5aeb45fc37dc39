// `npm run template`: writes the templates for the CloudFormation console and for StackSets.
import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { writeTemplates } from './write-templates.ts';

for (const path of await writeTemplates(fileURLToPath(new URL('../dist', import.meta.url)))) {
  process.stdout.write(`${path}  ${(await stat(path)).size.toLocaleString('en-US')} bytes\n`);
}
