import { StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import type { Scenario } from '../scenario.ts';
import { scenarioOf } from '../story.ts';

/** Control Tower's guardrails would deny a repair; people are told instead. */
export const controlTower: Scenario = scenarioOf({
  title: 'somebody stops the trail that AWS Control Tower manages',
  trail: 'aws-controltower-BaselineCloudTrail',
  deed: 'sam stops it: StopLogging',
  async act({ engineer }, trail) {
    await engineer.cloudTrail.send(new StopLoggingCommand({ Name: trail }));
  },
  startedBy: 'StopLogging',
  ends: { fix: 'SKIPPED', 'dry-run': 'SKIPPED' },
});
