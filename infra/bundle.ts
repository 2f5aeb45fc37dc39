import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { minify } from '@swc/core';
import { build, type Metafile } from 'esbuild';

/** The budget for the size of trailmend's bundle, in bytes. */
export const MOST_BYTES = 610_000;

/** A written bundle. */
export interface Bundle {
  /** Path of the one file, `index.js` (CommonJS). Its handler is `index.handler`. */
  readonly path: string;
  readonly bytes: number;
  /** See `bundledSources`. */
  readonly sources: readonly string[];
}

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const HANDLER = here('../lambda/handler.ts');

/**
 * Bundles a function and its dependencies into `outDir/index.js`. The same sources give the same
 * bytes, so CDK does not redeploy an unchanged function. The bundle has no source map: it would be
 * several times the size of the code, and Node.js reads it at start.
 * @param outDir created if it does not exist; Node.js treats the file as CommonJS unless a
 *   package.json above it says otherwise
 * @param entry the file that exports `handler`; by default trailmend's own
 * @throws esbuild's BuildFailure, which names the file and line
 */
export async function bundle(outDir: string, entry: string = HANDLER): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    entryPoints: [entry],
    write: false,
    absWorkingDir: here('..'),
    metafile: true,
    bundle: true,
    platform: 'node',
    target: 'node24',
    // One CommonJS file starts faster than ES modules.
    format: 'cjs',
    minify: true,
    legalComments: 'none',
    // Only the packages' ES module builds can be tree-shaken; esbuild's default is CommonJS here.
    mainFields: ['module', 'main'],
    // The SDK's lazy imports become require(): everything is in one file, which starts with less
    // CPU.
    supported: { 'dynamic-import': false },
    alias: { '@aws-sdk/credential-provider-node': here('./environment-credentials.ts') },
    logLevel: 'warning',
  });
  const code = await minifyAgain(outputFiles.map(({ text }) => text).join('\n'));
  const path = join(outDir, 'index.js');
  await mkdir(outDir, { recursive: true });
  await writeFile(path, code);
  return { path, bytes: Buffer.byteLength(code), sources: bundledSources(metafile) };
}

/** Every source file with code in a bundle, relative to the project. */
export function bundledSources({ outputs }: Metafile): readonly string[] {
  const parts = Object.values(outputs).flatMap(({ inputs }) => Object.entries(inputs));
  return [...new Set(parts.flatMap(([source, { bytesInOutput }]) => (bytesInOutput > 0 ? source : [])))];
}

/** SWC removes code that esbuild keeps: docs/decisions/0005-minify-twice.md. */
async function minifyAgain(code: string): Promise<string> {
  const minified = await minify(code, {
    module: false,
    // More than ten passes save almost nothing.
    compress: { passes: 10, toplevel: true, keep_fargs: false },
    mangle: { toplevel: true },
    format: { comments: false },
  });
  return minified.code;
}
