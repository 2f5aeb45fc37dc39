import { join } from 'node:path';
import { bundle } from '../../infra/bundle.ts';
import { trailmendApp } from '../../infra/trailmend-app.ts';

/** Run with a folder: it gets a folder `alone`, the app for one region, and one `forwarded`, the app with forwarders. */
const [, , folder = ''] = process.argv;
const bundled = await bundle(join(folder, 'function'));
for (const [name, context] of [
  ['alone', {}],
  ['forwarded', { regions: 'us-east-1,eu-west-1,ap-southeast-2' }],
] as const) {
  const app = await trailmendApp({ outdir: join(folder, name), context, bundled });
  app.synth();
}
