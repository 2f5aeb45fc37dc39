import { blank } from '../blank.ts';
import type { Scenario } from '../scenario.ts';
import { createTrailScenario } from '../trail-scenario.ts';

/** A change that is easy to miss: the trail keeps logging, and its alarms stay silent. */
export const blanked: Scenario = createTrailScenario({
  title:
    'An engineer removes CloudWatch Logs from a trail. The trail keeps logging, but its alarms receive no more events.',
  trail: 'payments',
  change: 'sam clears both CloudWatch Logs settings of the trail: UpdateTrail',
  makeChange: ({ engineer }, trail) => blank(engineer, trail),
  trigger: 'UpdateTrail',
  expectedOutcome: { fix: 'FIXED', 'dry-run': 'WOULD_FIX' },
});
