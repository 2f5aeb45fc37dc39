import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { bundle } from './bundle.ts';
import { TrailmendStack } from './trailmend-stack.ts';

/** The values that CDK gives its feature flags in new projects. */
const recommendedFlags: Record<string, unknown> = createRequire(import.meta.url)(
  'aws-cdk-lib/recommended-feature-flags.json',
);

/** The app with its one stack, ready to be synthesized. */
export interface TrailmendApp {
  readonly app: App;
  readonly stack: TrailmendStack;
}

/**
 * Bundles the function and puts the stack into a CDK app that behaves as this version of CDK recommends for new projects.
 * @param outdir where the synthesis writes; left out, the CDK command line says
 */
export async function trailmendApp(outdir?: string): Promise<TrailmendApp> {
  const app = new App({ context: recommendedFlags, ...(outdir !== undefined && { outdir }) });
  const { path } = await bundle(join(app.outdir, 'function'));
  return { app, stack: new TrailmendStack(app, 'Trailmend', { code: Code.fromAsset(dirname(path)) }) };
}
