import { StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import type { Scenario } from '../scenario.ts';
import { createTrailScenario } from '../trail-scenario.ts';

/** The controls of Control Tower would deny a repair, so trailmend only sends a notification. */
export const controlTower: Scenario = createTrailScenario({
  title: 'An engineer stops the trail that AWS Control Tower manages.',
  trail: 'aws-controltower-BaselineCloudTrail',
  change: 'sam stops the trail: StopLogging',
  async makeChange({ engineer }, trail) {
    await engineer.cloudTrail.send(new StopLoggingCommand({ Name: trail }));
  },
  trigger: 'StopLogging',
  expectedOutcome: { fix: 'SKIPPED', 'dry-run': 'SKIPPED' },
});
