import { CreateLogGroupCommand, DeleteLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Scenario } from '../scenario.ts';
import { runSweep } from '../sweep.ts';
import { createTrailScenario } from '../trail-scenario.ts';
import { PREEXISTING } from '../trail-setup.ts';
import { SWEEP } from '../wait-for.ts';

/** The trail delivers again as if nothing had happened, and its past is gone. */
export const groupRemade: Scenario = createTrailScenario({
  title: 'An administrator deletes the log group of a trail and creates an empty one of the same name.',
  trail: 'remade',
  setup: PREEXISTING,
  change: 'A sweep sees the trail; then DeleteLogGroup and CreateLogGroup, whose events are lost',
  async makeChange(stage, trail) {
    await runSweep(stage);
    const { aws, administrator } = stage;
    const group = { logGroupName: `/aws/cloudtrail/${trail}` };
    aws.disturbEvents([{ does: 'lose' }]);
    await administrator.logs.send(new DeleteLogGroupCommand(group));
    await administrator.logs.send(new CreateLogGroupCommand(group));
    await aws.settled();
    aws.disturbEvents([]);
  },
  trigger: SWEEP,
  expectedOutcome: { fix: 'BLOCKED', 'dry-run': 'BLOCKED' },
});
