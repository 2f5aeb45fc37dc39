import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { type Bundle, bundle } from './bundle.ts';
import { ForwarderStack } from './forwarder-stack.ts';
import { regionsFrom } from './regions.ts';
import { TrailmendStack } from './trailmend-stack.ts';

/** The values that CDK gives its feature flags in new projects. */
const recommendedFlags: Record<string, unknown> = createRequire(import.meta.url)(
  'aws-cdk-lib/recommended-feature-flags.json',
);

/** Where an app is written, and what the CDK command line would say. */
export interface TrailmendAppOptions {
  /** Where the synthesis writes; left out, the CDK command line says. */
  readonly outdir?: string;
  /** Context values such as `regions`; those of the command line come first. */
  readonly context?: Readonly<Record<string, unknown>>;
  /** The function bundled before, for apps that share it; left out, it is bundled into `outdir`. */
  readonly bundled?: Bundle;
}

/**
 * Bundles the function and puts the stacks into a CDK app that behaves as this version of CDK recommends for new projects: one
 * stack for any region, or, with the context value `regions`, one for the hub and a forwarder for each other region.
 * @throws RegionsError when `regions` is not understood
 */
export async function trailmendApp({ outdir, context, bundled }: TrailmendAppOptions = {}): Promise<App> {
  const app = new App({ context: { ...recommendedFlags, ...context }, ...(outdir !== undefined && { outdir }) });
  const regions = regionsFrom(app.node.tryGetContext('regions'));
  const { path } = bundled ?? (await bundle(join(app.outdir, 'function')));
  const code = Code.fromAsset(dirname(path));
  if (regions === undefined) {
    new TrailmendStack(app, 'Trailmend', { code, forwarders: [] });
    return app;
  }
  const { hub, forwarders } = regions;
  new TrailmendStack(app, 'Trailmend', { code, forwarders, env: { region: hub } });
  for (const region of forwarders) new ForwarderStack(app, `TrailmendForwarder-${region}`, { region, hub });
  return app;
}
