import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { allEnded } from '../all-ended.ts';
import { buildCli } from '../cli-bundle.ts';
import { buildConstruct } from '../construct-bundle.ts';
import { bundledPackages } from './bundled-packages.ts';
import { noticesOf } from './notices.ts';

export const NOTICES = 'THIRD-PARTY-NOTICES.txt';

/** The folders of the bundles, each with its sources: see `bundledSources`. */
export type Bundles = Readonly<Record<'cli' | 'function' | 'infra', readonly string[]>>;

/**
 * Builds what the npm package has: the command line, the CDK construct with the function, and the
 * notices of the packages in them.
 * @param dist the folders `cli`, `function` and `infra` in it are replaced
 */
export async function buildPackage(dist: string): Promise<Bundles> {
  const [cli, construct] = await allEnded(buildCli(join(dist, 'cli')), buildConstruct(dist));
  const bundles = { cli, ...construct };
  const packages = await bundledPackages(Object.values(bundles).flat());
  await writeFile(join(dist, NOTICES), await noticesOf(packages));
  return bundles;
}
