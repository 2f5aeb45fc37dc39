import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BundledPackage, idOf } from './bundled-packages.ts';

const LICENCE_FILE = /^(?:licen[cs]e|notice|copying|copyright)/i;
const RULE = '-'.repeat(80);
const INTRODUCTION = `Third-party notices of trailmend

The function, the command line and the CDK construct of trailmend contain code of the packages
below, bundled and minified. A text follows the names of the packages that it belongs to.`;

/** A package with the texts in its folder. Empty: it has no such file. */
interface Licensed extends BundledPackage {
  readonly text: string;
}

/**
 * The licence texts and notices of bundled packages. Packages with the same text share it.
 * @throws Error that names a package without a licence text
 */
export async function noticesOf(packages: readonly BundledPackage[]): Promise<string> {
  const read = await Promise.all(packages.map(async (one) => ({ ...one, text: await textsIn(one.folder) })));
  const licensed = await Promise.all(
    read.map(async (one) => ({ ...one, text: one.text || (await textFor(one, read)) })),
  );
  const groups = Map.groupBy(licensed, ({ text }) => text.replaceAll(/\s+/g, ' ').trim());
  const sections = [...groups.values()].map((sharing) =>
    [...sharing.map((one) => `${idOf(one)} (${one.licence})`), '', sharing[0]?.text].join('\n'),
  );
  return `${[INTRODUCTION, ...sections].join(`\n\n${RULE}\n`)}\n`;
}

async function textsIn(folder: string): Promise<string> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.flatMap((entry) => (entry.isFile() && LICENCE_FILE.test(entry.name) ? entry.name : []));
  const texts = await Promise.all(names.toSorted().map((name) => readFile(join(folder, name), 'utf8')));
  return texts.map((text) => text.replaceAll('\r\n', '\n').replace(/^\n+|\s+$/g, '')).join('\n\n');
}

/**
 * The text for a package that has no file with one: that of another bundled package from the same
 * repository under the same licence. MIT-0 asks for no copyright notice, so its general text
 * suffices.
 */
async function textFor(one: BundledPackage, all: readonly Licensed[]): Promise<string> {
  const sibling = all.find(
    ({ text, repository, licence }) => text && repository === one.repository && licence === one.licence,
  );
  if (sibling && one.repository) return sibling.text;
  if (one.licence === 'MIT-0') return (await readFile(new URL('mit-0.txt', import.meta.url), 'utf8')).trim();
  throw new Error(`The package ${idOf(one)} has no licence text: see scripts/release/notices.ts.`);
}
