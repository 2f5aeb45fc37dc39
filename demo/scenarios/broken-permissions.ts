import type { Scenario } from '../scenario.ts';
import { createTrailScenario } from '../trail-scenario.ts';
import { PREEXISTING } from '../trail-setup.ts';
import { allowDelivery } from '../trails.ts';
import { SWEEP } from '../wait-for.ts';

/** CloudTrail can still assume the role, but its policy allows another log group. */
export const brokenPermissions: Scenario = createTrailScenario({
  title:
    'An administrator changes the policy of a delivery role. CloudTrail can no longer write to the log group of the trail.',
  trail: 'shipping',
  setup: PREEXISTING,
  change: 'The administrator names another log group in the role policy; CloudTrail fails to deliver',
  async makeChange({ administrator, aws }, trail) {
    await allowDelivery(administrator, trail, '/aws/cloudtrail/another');
    await aws.delivered();
  },
  trigger: SWEEP,
  expectedOutcome: { fix: 'FIXED', 'dry-run': 'WOULD_FIX' },
});
