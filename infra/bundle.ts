import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { minify } from '@swc/core';
import { build } from 'esbuild';

/** What was written, and of what. */
export interface Bundle {
  /** The one file, `index.js` (CommonJS); its handler is `index.handler`. */
  readonly path: string;
  readonly bytes: number;
  /** Every file that went in, relative to the project. */
  readonly sources: readonly string[];
}

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const HANDLER = here('../lambda/handler.ts');

/**
 * Bundles a function with all it needs into `outDir/index.js`. The same sources give the same bytes, so that an unchanged
 * function is not deployed again. There is no source map: it would be several times the size of the code and is read at start.
 * @param outDir made when it is missing; Node takes the file for CommonJS unless a package.json above it says otherwise
 * @param entry the file that exports `handler`; trailmend's own unless another is to be measured or tested beside it
 * @throws esbuild's BuildFailure, which names file and line
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
    // The packages' ES module builds can be tree-shaken; esbuild prefers their CommonJS builds on this platform.
    mainFields: ['module', 'main'],
    // The SDK's lazy imports become require(): all of it is in this one file, and starting takes less CPU.
    supported: { 'dynamic-import': false },
    alias: { '@aws-sdk/credential-provider-node': here('./environment-credentials.ts') },
    logLevel: 'warning',
  });
  const code = await smaller(outputFiles.map(({ text }) => text).join('\n'));
  const path = join(outDir, 'index.js');
  await mkdir(outDir, { recursive: true });
  await writeFile(path, code);
  return { path, bytes: Buffer.byteLength(code), sources: Object.keys(metafile.inputs) };
}

/** A second minifier, which sees through more of what esbuild leaves: docs/decisions/0005-minify-twice-instead-of-patching-the-sdk.md. */
async function smaller(code: string): Promise<string> {
  const minified = await minify(code, {
    module: false,
    // Behind the tenth a pass finds next to nothing.
    compress: { passes: 10, toplevel: true, keep_fargs: false },
    mangle: { toplevel: true },
    format: { comments: false },
  });
  return minified.code;
}
