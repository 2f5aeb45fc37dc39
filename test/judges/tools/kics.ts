import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Verdicts, verdictsOf } from './verdicts.ts';

/**
 * The condition of the queries of KICS about the integration with CloudWatch Logs: every attribute
 * is there, and is not null. KICS is in no registry from which a test could install it.
 * Source: KICS documentation, "CloudTrail Not Integrated With CloudWatch".
 */
export function isIntegrated(trail: Readonly<Record<string, unknown>>, attributes: readonly string[]): boolean {
  return attributes.every((attribute) => trail[attribute] !== undefined && trail[attribute] !== null);
}

/** How the condition judges each folder of `root`. */
export async function kics(root: string, passes: (folder: string) => Promise<boolean>): Promise<Verdicts> {
  const folders = await readdir(root);
  const passed = await Promise.all(folders.map((folder) => passes(join(root, folder))));
  const those = (wanted: boolean): readonly string[] => folders.filter((_, index) => passed[index] === wanted);
  return verdictsOf(those(true), those(false));
}
