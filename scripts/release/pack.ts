import { execFile } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as z from 'zod/mini';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const LISTED = z.tuple([z.object({ files: z.array(z.object({ path: z.string() })) })]);

/**
 * Packs the npm package that was built: see `buildPackage`. npm writes the modes of files into the
 * archive, so it packs copies, whose modes do not depend on the umask.
 * @param outDir exists
 */
export async function pack(outDir: string): Promise<void> {
  const [{ files }] = LISTED.parse(JSON.parse(await npm(PROJECT, 'pack', '--dry-run', '--json')));
  const folder = await mkdtemp(join(tmpdir(), 'trailmend-pack-'));
  try {
    for (const { path } of files) {
      const copy = join(folder, path);
      await mkdir(dirname(copy), { recursive: true });
      await copyFile(join(PROJECT, path), copy);
      await chmod(copy, 0o644);
    }
    await npm(folder, 'pack', '--pack-destination', outDir);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function npm(cwd: string, ...given: readonly string[]): Promise<string> {
  return (await promisify(execFile)('npm', [...given, '--ignore-scripts', '--silent'], { cwd })).stdout;
}
