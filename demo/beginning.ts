import { TagResourceCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Stage } from './scenario.ts';
import { makeBucket, makeIntegration, makeTrail } from './trails.ts';
import { ranFor } from './waiting.ts';

/** How the trail of a story came to be. */
export interface Beginning {
  /** For the output. */
  readonly what: (trail: string) => string;
  readonly make: (stage: Stage, trail: string) => Promise<void>;
}

/** A trail that delivers to its owner's log group, and whose making trailmend has seen. */
export const INTEGRATED: Beginning = {
  what: (trail) => `the trail ${trail}, that logs and delivers to CloudWatch Logs`,
  /** Waits for the end of the runs that its making starts, so that what is done next is not taken for a part of it. */
  async make(stage, trail) {
    await makeIntegratedTrail(stage, trail);
    if (stage.administrator.region === stage.aws.region) await ranFor(stage, trail, ['CreateTrail', 'StartLogging']);
    await stage.aws.delivered();
  },
};

/**
 * The same, of whose making nothing was heard: as if it had been there before trailmend. Of a trail that was made or changed in the last
 * 15 minutes AWS's error may be of the time before, and does not count.
 */
export const UNHEARD: Beginning = {
  what: (trail) => `the trail ${trail}, that delivers; trailmend hears nothing of its making, as if it had come first`,
  async make(stage, trail) {
    const { aws } = stage;
    aws.disturbEvents([{ does: 'lose' }]);
    await makeIntegratedTrail(stage, trail);
    await aws.delivered();
    aws.disturbEvents([]);
  },
};

/** A trail whose maker did not think of CloudWatch Logs: trailmend repairs it once its maker has had time to finish. */
export const PLAIN: Beginning = {
  what: (trail) => `sam makes the trail ${trail} without CloudWatch Logs: CreateTrail, StartLogging`,
  async make({ engineer }, trail) {
    await makeTrail(engineer, trail, await makeBucket(engineer, trail));
  },
};

async function makeIntegratedTrail({ engineer, administrator }: Stage, trail: string): Promise<void> {
  const integration = await makeIntegration(administrator, trail);
  await makeTrail(engineer, trail, await makeBucket(engineer, trail), integration);
  // A call that the trail records: without one AWS would have nothing to deliver.
  const resourceArn = integration.logGroupArn.replace(/:\*$/, '');
  await administrator.logs.send(new TagResourceCommand({ resourceArn, tags: { owner: 'sam' } }));
}
