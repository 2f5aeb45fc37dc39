import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { allEnded } from '../all-ended.ts';
import { buildCli } from '../cli-bundle.ts';
import { buildConstruct } from '../construct-bundle.ts';
import { bundledPackages } from './bundled-packages.ts';
import { noticesOf } from './notices.ts';

/** The folder of everything that is built, parts of which npm packs: `files` in package.json. */
export const DIST = fileURLToPath(new URL('../../dist', import.meta.url));
export const NOTICES = 'THIRD-PARTY-NOTICES.txt';

/** The folders of the bundles, each with its sources: see `bundledSources`. */
export type Bundles = Readonly<Record<'cli' | 'function' | 'infra', readonly string[]>>;

/**
 * Builds what the npm package has: the command line, the CDK construct with the function, and the
 * notices of the packages in them. It replaces the folders `cli`, `function` and `infra` in `dist`,
 * and the notices.
 */
export async function buildPackage(): Promise<Bundles> {
  const [cli, construct] = await allEnded(buildCli(join(DIST, 'cli')), buildConstruct(DIST));
  const bundles = { cli, ...construct };
  const packages = await bundledPackages(Object.values(bundles).flat());
  await writeFile(join(DIST, NOTICES), await noticesOf(packages));
  return bundles;
}
