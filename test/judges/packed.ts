import { execFile } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const PROJECT = join(import.meta.dirname, '../..');
export const run = promisify(execFile);

/** The packed npm package. */
export interface Packed {
  /** A new folder with the package, in which nothing is installed. The caller deletes it. */
  readonly folder: string;
  readonly tarball: string;
  /** Installs packages in the folder. */
  readonly install: (...packages: readonly string[]) => Promise<unknown>;
}

export async function pack(): Promise<Packed> {
  const folder = await mkdtemp(join(tmpdir(), 'trailmend-package-'));
  await writeFile(join(folder, 'package.json'), '{"private":true}');
  const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: PROJECT });
  const install = (...packages: readonly string[]) =>
    run('npm', ['install', '--no-audit', '--no-fund', '--silent', ...packages], { cwd: folder });
  return { folder, tarball: join(folder, stdout.trim().split('\n').at(-1) ?? ''), install };
}
