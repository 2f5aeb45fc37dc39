import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundle, bundledSources } from '../infra/bundle.ts';
import { allEnded } from './all-ended.ts';
import { writeDeclarations } from './declarations.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));

/**
 * Builds the CDK construct: the bundled function in `outDir/function`, and in `outDir/infra` one
 * CommonJS file with its type declarations. `import` and `require` load the same file.
 * @param outDir both folders in it are replaced
 * @returns of both bundles, see `bundledSources`
 */
export async function buildConstruct(outDir: string): Promise<Readonly<Record<'function' | 'infra', Sources>>> {
  const infra = join(outDir, 'infra');
  const lambda = join(outDir, 'function');
  for (const folder of [infra, lambda]) await rm(folder, { recursive: true, force: true });
  const [{ sources }, ofConstruct] = await allEnded(
    bundle(lambda),
    bundleConstruct(infra),
    writeDeclarations('infra/trailmend.ts', infra),
  );
  return { function: sources, infra: ofConstruct };
}

type Sources = readonly string[];

async function bundleConstruct(outDir: string): Promise<Sources> {
  const { metafile } = await build({
    entryPoints: ['infra/trailmend.ts'],
    outfile: join(outDir, 'trailmend.cjs'),
    absWorkingDir: PROJECT,
    metafile: true,
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
  return bundledSources(metafile);
}
