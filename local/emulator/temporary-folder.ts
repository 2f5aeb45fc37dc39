import { accessSync, constants, existsSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { LocalAwsError } from '../local-aws-error.ts';

/**
 * Finds a folder for temporary files that has no node_modules above it. The emulator unpacks
 * functions below it, and Node.js looks for modules in every folder above: a module found there
 * would let a function work that fails in AWS.
 * @throws LocalAwsError when neither TMPDIR nor /tmp nor /var/tmp is such a folder
 */
export function findTemporaryFolder(candidates: readonly string[] = [tmpdir(), '/tmp', '/var/tmp']): string {
  const place = candidates.find((folder) => isWritable(folder) && !hasModulesAbove(realpathSync(folder)));
  if (place === undefined) {
    throw new LocalAwsError(
      `The local AWS found no folder for temporary files: each of ${[...new Set(candidates)].join(', ')} is not writable or has a node_modules folder in it or above it. Set TMPDIR to a folder that has none.`,
    );
  }
  return realpathSync(place);
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function hasModulesAbove(folder: string): boolean {
  const above = dirname(folder);
  return existsSync(join(folder, 'node_modules')) || (above !== folder && hasModulesAbove(above));
}
