import { createHash } from 'node:crypto';
import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { VERSION } from '../../lambda/version.ts';
import { allEnded } from '../all-ended.ts';
import { writeTemplates } from '../write-templates.ts';
import { buildPackage, DIST, NOTICES } from './npm-package.ts';
import { pack } from './pack.ts';
import { sbomOf } from './sbom.ts';

/** The folder of the finished release. */
export const RELEASE = join(DIST, 'release');
const CHECKSUMS = 'SHA256SUMS';

/** A file of a release. */
export interface Released {
  readonly name: string;
  readonly bytes: number;
}

/**
 * Builds a release in `dist/release`, which exists only if it is complete. What `npm run build`
 * builds is replaced, too.
 * @returns its files, by name
 */
export async function release(): Promise<readonly Released[]> {
  await rm(RELEASE, { recursive: true, force: true });
  await mkdir(DIST, { recursive: true });
  const folder = await mkdtemp(join(DIST, 'unfinished-'));
  try {
    const bundles = await buildPackage();
    await allEnded(pack(folder), writeTemplates(folder));
    await writeFile(join(folder, `trailmend-${VERSION}.cdx.json`), await sbomOf(bundles));
    await copyFile(join(DIST, NOTICES), join(folder, NOTICES));
    await writeFile(join(folder, CHECKSUMS), await checksumsOf(folder));
    const released = await Promise.all((await readdir(folder)).toSorted().map((name) => sizeOf(folder, name)));
    await chmod(folder, 0o755);
    await rename(folder, RELEASE);
    return released;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Lines as sha256sum writes them, for every file of a folder. */
async function checksumsOf(folder: string): Promise<string> {
  const names = (await readdir(folder)).toSorted();
  const lines = names.map(async (name) => {
    const digest = createHash('sha256').update(await readFile(join(folder, name)));
    return `${digest.digest('hex')}  ${name}\n`;
  });
  return (await Promise.all(lines)).join('');
}

async function sizeOf(folder: string, name: string): Promise<Released> {
  return { name, bytes: (await readFile(join(folder, name))).byteLength };
}
