// `node scripts/previous-template.ts TEMPLATE`: saves the template of a version, from which tests
// then play the upgrade. Run it in the commit that follows a release, with the released template.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';

const SAVED = fileURLToPath(new URL('../test/upgrade/previous.template.json.br', import.meta.url));
const [template] = process.argv.slice(2);
if (template === undefined) throw new Error('Which template? node scripts/previous-template.ts TEMPLATE');
await writeFile(SAVED, brotliCompressSync(await readFile(template)));
