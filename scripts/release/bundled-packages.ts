import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

/** The licences, by their SPDX ids, under which a package may be part of a bundle. */
const PERMISSIVE: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'MIT-0',
]);

/** A package of others with code in a bundle, as its package.json describes it. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** An SPDX id. */
  readonly licence: string;
  /** The URL of its sources. Empty: unknown. */
  readonly repository: string;
  /** The absolute path of its folder. */
  readonly folder: string;
}

const MANIFEST = z.object({
  name: z.string(),
  version: z.string(),
  license: z.optional(z.string()),
  repository: z.optional(z.union([z.string(), z.object({ url: z.string() })])),
});
/** The folder of a package, in the path of a source. */
const FOLDER = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;

/**
 * The packages with code in bundles, by name.
 * @param sources relative to the project, see `bundledSources`
 * @throws Error that names a package whose licence is not permissive, or is not declared as an SPDX
 *   id
 */
export async function bundledPackages(sources: readonly string[]): Promise<readonly BundledPackage[]> {
  const folders = new Set(sources.flatMap((source) => FOLDER.exec(source)?.[1] ?? []));
  const packages = await Promise.all([...folders].map((folder) => readPackage(join(PROJECT, folder))));
  return packages.toSorted((one, other) => (idOf(one) < idOf(other) ? -1 : 1));
}

/** Such as `commander 14.0.3`. */
export function idOf({ name, version }: Pick<BundledPackage, 'name' | 'version'>): string {
  return `${name} ${version}`;
}

async function readPackage(folder: string): Promise<BundledPackage> {
  const manifest = MANIFEST.parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')));
  const { name, version, license: licence = 'none', repository = '' } = manifest;
  if (!PERMISSIVE.has(licence)) {
    throw new Error(`The package ${idOf(manifest)} cannot be bundled: its licence is ${licence}.`);
  }
  return { name, version, licence, repository: typeof repository === 'string' ? repository : repository.url, folder };
}
