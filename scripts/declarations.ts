import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const TSC = join(PROJECT, 'node_modules/typescript/bin/tsc');
const RELATIVE_IMPORT = /(from ')(\.\/[\w-]+)\.ts'/g;

/**
 * Writes the type declarations of a module in CommonJS, and those that it refers to in the same
 * folder.
 * @param entry a source, relative to the project
 */
export async function writeDeclarations(entry: string, outDir: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'trailmend-types-'));
  try {
    const config = join(folder, 'tsconfig.json');
    const compilerOptions = {
      noEmit: false,
      declaration: true,
      emitDeclarationOnly: true,
      rootDir: PROJECT,
      outDir: folder,
      typeRoots: [join(PROJECT, 'node_modules/@types')],
    };
    const project = {
      extends: join(PROJECT, 'tsconfig.json'),
      compilerOptions,
      include: [],
      files: [join(PROJECT, entry)],
    };
    await writeFile(config, JSON.stringify(project));
    await promisify(execFile)(process.execPath, [TSC, '-p', config]);
    await mkdir(outDir, { recursive: true });
    await copyReached(join(folder, dirname(entry)), basename(entry, '.ts'), outDir);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Copies the declarations of a module and of those that they import from the same folder. */
async function copyReached(from: string, entry: string, outDir: string): Promise<void> {
  const reached = new Set([entry]);
  for (const name of reached) {
    const text = await readFile(join(from, `${name}.d.ts`), 'utf8');
    for (const [, , imported = ''] of text.matchAll(RELATIVE_IMPORT)) reached.add(basename(imported));
    await writeFile(join(outDir, `${name}.d.cts`), text.replaceAll(RELATIVE_IMPORT, "$1$2.cjs'"));
  }
}
