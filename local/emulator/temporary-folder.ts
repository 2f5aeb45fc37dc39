import { accessSync, constants, existsSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { LocalAwsError } from '../local-aws-error.ts';

/**
 * A folder for temporary files that has no node_modules above it. Functions are unpacked below it, and Node.js looks for
 * modules in every folder above: one found there would make a function work here that fails in AWS.
 * @throws LocalAwsError when neither TMPDIR nor /tmp nor /var/tmp is such a folder
 */
export function findTemporaryFolder(candidates: readonly string[] = [tmpdir(), '/tmp', '/var/tmp']): string {
  const place = candidates.find((folder) => isWritable(folder) && !hasModulesAbove(realpathSync(folder)));
  if (place === undefined) {
    throw new LocalAwsError(
      `Each of ${[...new Set(candidates)].join(', ')} is not writable or has a node_modules folder in it or above it: set TMPDIR to a folder that has none.`,
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
