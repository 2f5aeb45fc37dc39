import { TagResourceCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Stage } from './scenario.ts';
import { makeBucket, makeIntegration, makeTrail } from './trails.ts';
import { waitForRuns } from './wait-for.ts';

/** Creates the trail of a scenario. */
export interface TrailSetup {
  /** The title of the step. */
  readonly title: (trail: string) => string;
  readonly create: (stage: Stage, trail: string) => Promise<void>;
}

/** A trail that delivers to its owner's log group, and whose creation trailmend has processed. */
export const INTEGRATED: TrailSetup = {
  title: (trail) => `Create the trail ${trail}, which logs and delivers to CloudWatch Logs`,
  /** Waits for the runs that the creation starts, so that they do not mix with the next change. */
  async create(stage, trail) {
    await makeIntegratedTrail(stage, trail);
    if (stage.administrator.region === stage.aws.region)
      await waitForRuns(stage, trail, ['CreateTrail', 'StartLogging']);
    await stage.aws.delivered();
  },
};

/**
 * An integrated trail that trailmend has no event about, as if it were older than trailmend.
 * trailmend ignores delivery errors of a trail that was created or changed in the last 15 minutes,
 * because they can be from before the change.
 */
export const PREEXISTING: TrailSetup = {
  title: (trail) => `Create the trail ${trail}, which delivers; trailmend gets no event about it`,
  async create(stage, trail) {
    const { aws } = stage;
    aws.disturbEvents([{ does: 'lose' }]);
    await makeIntegratedTrail(stage, trail);
    await aws.delivered();
    aws.disturbEvents([]);
  },
};

/** A trail without CloudWatch Logs. trailmend repairs it when the settle time is over. */
export const NOT_INTEGRATED: TrailSetup = {
  title: (trail) => `sam creates the trail ${trail} without CloudWatch Logs: CreateTrail, StartLogging`,
  async create({ engineer }, trail) {
    await makeTrail(engineer, trail, await makeBucket(engineer, trail));
  },
};

async function makeIntegratedTrail({ engineer, administrator }: Stage, trail: string): Promise<void> {
  const integration = await makeIntegration(administrator, trail);
  await makeTrail(engineer, trail, await makeBucket(engineer, trail), integration);
  // The trail records this call. Without a call there is nothing to deliver.
  const resourceArn = integration.logGroupArn.replace(/:\*$/, '');
  await administrator.logs.send(new TagResourceCommand({ resourceArn, tags: { owner: 'sam' } }));
}
