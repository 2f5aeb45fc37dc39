import { blank } from '../blank.ts';
import type { Scenario } from '../scenario.ts';
import { createTrailScenario } from '../trail-scenario.ts';

/** The name is one of landing zone 4.0, and its controls would deny a repair as before. */
export const controlTowerSuffix: Scenario = createTrailScenario({
  title: 'An engineer removes CloudWatch Logs from the trail of an AWS Control Tower landing zone 4.0.',
  trail: 'aws-controltower-BaselineCloudTrail-tfw-qeb',
  change: 'sam clears both CloudWatch Logs settings: UpdateTrail',
  async makeChange({ engineer }, trail) {
    await blank(engineer, trail);
  },
  trigger: 'UpdateTrail',
  expectedOutcome: { fix: 'SKIPPED', 'dry-run': 'SKIPPED' },
});
