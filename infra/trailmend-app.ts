import { dirname, join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { addStacks } from './add-stacks.ts';
import { type Bundle, bundle } from './bundle.ts';
import { recommendedFlags } from './recommended-flags.ts';
import { parseRegions, refuseRegion } from './regions.ts';

export interface TrailmendAppOptions {
  /** Output folder of the synthesis. Default: the one that the CDK CLI sets. */
  readonly outdir?: string;
  /** Context values such as `regions`. Values of the command line override them. */
  readonly context?: Readonly<Record<string, unknown>>;
  /** A function that is already bundled, for apps that share it. Default: bundled into `outdir`. */
  readonly bundled?: Bundle;
}

/**
 * Bundles the function and creates a CDK app with the feature flags that this version of CDK
 * recommends. The app has one stack, for any Region. With the context value `regions` it has one
 * for the hub and a forwarder for each further Region.
 * @throws RegionsError when `regions` is invalid, or `region` is set
 */
export async function createTrailmendApp({ outdir, context, bundled }: TrailmendAppOptions = {}): Promise<App> {
  const app = new App({ context: { ...recommendedFlags(), ...context }, ...(outdir !== undefined && { outdir }) });
  refuseRegion(app.node.tryGetContext('region'));
  const regions = parseRegions(app.node.tryGetContext('regions'));
  const { path } = bundled ?? (await bundle(join(app.outdir, 'function')));
  addStacks(app, { code: Code.fromAsset(dirname(path)), regions });
  return app;
}
