import { chmod, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { bundledSources } from '../infra/bundle.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const CREDENTIALS = here('../cli/credentials.ts');

/** Gives every client the provider of cli/credentials.ts, which imports that of the SDK. */
const sharedCredentials: Plugin = {
  name: 'shared-credentials',
  setup({ onResolve }) {
    onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, ({ importer }) =>
      importer === CREDENTIALS ? undefined : { path: CREDENTIALS },
    );
  },
};

/**
 * Bundles the command line with everything that it needs, so that its package depends on no other
 * one.
 * @param outDir replaced; `main.js` in it is the program
 * @returns see `bundledSources`
 */
export async function buildCli(outDir: string): Promise<readonly string[]> {
  await rm(outDir, { recursive: true, force: true });
  const { metafile } = await build({
    entryPoints: [here('../cli/main.ts')],
    outdir: outDir,
    absWorkingDir: here('..'),
    metafile: true,
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    // Each command is loaded when it is used, so that the help does not wait for the AWS SDK.
    splitting: true,
    mainFields: ['module', 'main'],
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'eof',
    // Packages in CommonJS call require().
    banner: { js: "import{createRequire as requireFrom}from'node:module';const require=requireFrom(import.meta.url);" },
    plugins: [sharedCredentials],
    logLevel: 'warning',
  });
  await chmod(`${outDir}/main.js`, 0o755);
  return bundledSources(metafile);
}
