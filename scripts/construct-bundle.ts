import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundle } from '../infra/bundle.ts';
import { writeDeclarations } from './declarations.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));

/**
 * Builds the CDK construct: the bundled function in `outDir/function`, and in `outDir/infra` one
 * CommonJS file with its type declarations. `import` and `require` load the same file.
 * @param outDir both folders in it are replaced
 */
export async function buildConstruct(outDir: string): Promise<void> {
  const infra = join(outDir, 'infra');
  const lambda = join(outDir, 'function');
  for (const folder of [infra, lambda]) await rm(folder, { recursive: true, force: true });
  await Promise.all([bundle(lambda), bundleConstruct(infra), writeDeclarations('infra/trailmend.ts', infra)]);
}

async function bundleConstruct(outDir: string): Promise<void> {
  await build({
    entryPoints: ['infra/trailmend.ts'],
    outfile: join(outDir, 'trailmend.cjs'),
    absWorkingDir: PROJECT,
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'cjs',
    external: ['aws-cdk-lib', 'constructs'],
    mainFields: ['module', 'main'],
    legalComments: 'eof',
    // CommonJS has no import.meta.
    define: { 'import.meta.url': 'moduleUrl' },
    banner: { js: "const moduleUrl=require('node:url').pathToFileURL(__filename).href;" },
    logLevel: 'warning',
  });
}
