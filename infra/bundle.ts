import { statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

/** Where a bundle was written and how big it is. */
export interface Bundle {
  /** The one file, `index.js` (CommonJS); its handler is `index.handler`. */
  readonly path: string;
  readonly bytes: number;
}

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * Bundles the function with all it needs into `outDir/index.js`. The same sources give the same bytes, so that an unchanged
 * function is not deployed again. There is no source map: it would be several times the size of the code and is read at start.
 * @param outDir made when it is missing; Node takes the file for CommonJS unless a package.json above it says otherwise
 * @throws esbuild's BuildFailure, which names file and line
 */
export function bundle(outDir: string): Bundle {
  const path = join(outDir, 'index.js');
  buildSync({
    entryPoints: [here('../lambda/handler.ts')],
    outfile: path,
    bundle: true,
    platform: 'node',
    target: 'node24',
    // One CommonJS file starts faster than ES modules.
    format: 'cjs',
    minify: true,
    legalComments: 'none',
    // The packages' ES module builds can be tree-shaken; esbuild prefers their CommonJS builds on this platform.
    mainFields: ['module', 'main'],
    // Rewritten to require(), which stays in the one file; what is imported so is never needed in Lambda.
    supported: { 'dynamic-import': false },
    alias: { '@aws-sdk/credential-provider-node': here('./environment-credentials.ts') },
    logLevel: 'warning',
  });
  return { path, bytes: statSync(path).size };
}
