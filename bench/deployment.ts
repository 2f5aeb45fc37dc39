import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { administratorOf } from '../demo/sessions.ts';
import { makeBucket, makeTrail } from '../demo/trails.ts';
import { until, WAIT_LIMIT_MS } from '../demo/until.ts';
import { type LocalAws, startLocalAws } from '../local/local-aws.ts';
import { builtTemplates, Console, finishedSweeps, upload } from '../test/deployment/console.ts';

/** A deployment of the template for the console. */
export interface MeasuredDeployment {
  /** From CreateStack to the last status of the stack. */
  readonly createdMs: number;
  /** From CreateStack to the end of the first sweep, which repaired a trail. */
  readonly sweptMs: number;
}

/** Deploys the template on a local AWS of its own, in whose account one trail is broken. */
export async function measureDeployment(): Promise<MeasuredDeployment> {
  const { hub } = await builtTemplates();
  const aws = await startLocalAws({ cloudTrail: { roleVisibleAfterMs: 0 }, recording: { stackEvents: true } });
  try {
    const administrator = administratorOf(aws);
    await makeTrail(administrator, 'broken', await makeBucket(administrator, 'broken'));
    await upload(aws, { hub });
    const start = performance.now();
    const status = await new Console(aws).create('Trailmend', 'hub');
    if (status !== 'CREATE_COMPLETE') throw new Error(`The stack is in status ${status}.`);
    const createdMs = performance.now() - start;
    await until('The end of the first sweep', () => firstSweepEnded(aws), { withinMs: WAIT_LIMIT_MS });
    return { createdMs, sweptMs: performance.now() - start };
  } finally {
    await aws.stop();
  }
}

/** Whether the first sweep has ended; undefined: not yet. */
async function firstSweepEnded(aws: LocalAws) {
  const client = administratorOf(aws).logs;
  const { logGroups = [] } = await client.send(new DescribeLogGroupsCommand({ logGroupNamePattern: 'RemediatorLog' }));
  const [{ logGroupName } = {}] = logGroups;
  return (await finishedSweeps(client, logGroupName)) > 0 || undefined;
}

/** The measurement, as Markdown. */
export function deploymentReport({ createdMs, sweptMs }: MeasuredDeployment): string {
  const seconds = (ms: number) => (ms / 1000).toFixed(1);
  return `From CreateStack of the template for the console, on the local AWS: ${seconds(createdMs)} s to the stack, ${seconds(sweptMs)} s to the end of the first sweep, which repaired a trail.`;
}
