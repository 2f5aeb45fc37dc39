// `node scripts/previous-templates.ts HUB FORWARDER`: saves the two templates of a version, from
// which tests then play the upgrade. Run it in the commit that follows a release.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';

const paths = process.argv.slice(2);
if (paths.length !== 2) throw new Error('Which templates? node scripts/previous-templates.ts HUB FORWARDER');
for (const [index, name] of ['hub', 'forwarder'].entries()) {
  const saved = fileURLToPath(new URL(`../test/upgrade/previous-${name}.template.json.br`, import.meta.url));
  await writeFile(saved, brotliCompressSync(await readFile(`${paths[index]}`)));
}
