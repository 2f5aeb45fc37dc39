// Usage: node count.ts BUNDLE WARM_UP EVENT. Handles two events in this process and writes the
// round trips of the second to file descriptor 3. The first event creates clients and reads files,
// which takes turns of the event loop that are not round trips.
import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { lockstep } from './lockstep.ts';

const [bundle = '', warmUp = '', event = ''] = process.argv.slice(2);
const proxy = await lockstep(process.env['AWS_ENDPOINT_URL'] ?? '');
process.env['AWS_ENDPOINT_URL'] = proxy.endpoint;
const load = createRequire(import.meta.url);
const context = load('./context.cjs');
const { handler } = load(bundle);
await handler(JSON.parse(warmUp), context);
proxy.reset();
await handler(JSON.parse(event), context);
writeSync(3, JSON.stringify(proxy.roundTrips()));
process.exit();
