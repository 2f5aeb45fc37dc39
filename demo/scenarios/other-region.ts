import { blank } from '../blank.ts';
import type { Scenario } from '../scenario.ts';
import { createTrailScenario } from '../trail-scenario.ts';
import { SWEEP } from '../wait-for.ts';

/**
 * Without a forwarder in the Region its events do not reach the hub. A sweep reads every Region.
 */
export const otherRegion: Scenario = createTrailScenario({
  title: 'An administrator removes CloudWatch Logs from a trail in a Region that has no trailmend stack.',
  trail: 'ireland',
  region: 'eu-west-1',
  change: 'The administrator clears both CloudWatch Logs settings in eu-west-1: UpdateTrail',
  makeChange: ({ administrator }, trail) => blank(administrator, trail),
  trigger: SWEEP,
  expectedOutcome: { fix: 'FIXED', 'dry-run': 'WOULD_FIX' },
});
