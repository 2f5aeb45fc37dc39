import { join } from 'node:path';
import { bundle } from '../../infra/bundle.ts';
import { createTrailmendApp } from '../../infra/trailmend-app.ts';

/**
 * Usage: node synthesize.ts FOLDER. Writes the app for one Region to FOLDER/alone, and the app with
 * forwarders to FOLDER/forwarded.
 */
const [, , folder = ''] = process.argv;
const bundled = await bundle(join(folder, 'function'));
for (const [name, context] of [
  ['alone', {}],
  ['forwarded', { regions: 'us-east-1,eu-west-1,ap-southeast-2' }],
] as const) {
  const app = await createTrailmendApp({ outdir: join(folder, name), context, bundled });
  app.synth();
}
