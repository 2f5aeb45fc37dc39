import { blank } from '../blank.ts';
import type { Scenario } from '../scenario.ts';
import { createTrailScenario } from '../trail-scenario.ts';
import { SWEEP } from '../wait-for.ts';

/**
 * CloudTrail delivers events to EventBridge on a best-effort basis. The next sweep finds what a
 * lost event would have reported.
 */
export const lostEvent: Scenario = createTrailScenario({
  title: 'An engineer removes CloudWatch Logs from a trail, and the event about it is lost.',
  trail: 'billing',
  change: 'sam clears both CloudWatch Logs settings: UpdateTrail; the event is lost',
  async makeChange({ engineer, aws }, trail) {
    aws.disturbEvents([{ does: 'lose' }]);
    await blank(engineer, trail);
    await aws.settled();
    aws.disturbEvents([]);
  },
  trigger: SWEEP,
  expectedOutcome: { fix: 'FIXED', 'dry-run': 'WOULD_FIX' },
});
