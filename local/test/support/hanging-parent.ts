import { dirname } from 'node:path';
import { startLocalAws } from '../../local-aws.ts';
import { eventually, HANGING_HANDLER, Scene } from './scene.ts';

// Starts the local AWS with a running invocation, prints the processes and the folder that must not
// outlive this process, and waits until it is killed.
const aws = await startLocalAws();
const scene = new Scene(aws, { account: aws.account, region: aws.region });
const queue = await scene.queue('processes');
await scene.lambda('hanging', HANGING_HANDLER, { QUEUE_URL: queue.url });
await scene.invoke('hanging', {}, 'Event');
const { body } = await eventually('the function to run', () => scene.receive(queue));
process.stdout.write(`${JSON.stringify({ ...body, folder: dirname(aws.environment['TMPDIR'] ?? '') })}\n`);
setInterval(() => {}, 3_600_000);
