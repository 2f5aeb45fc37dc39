import { UNHEARD } from '../beginning.ts';
import type { Scenario } from '../scenario.ts';
import { scenarioOf } from '../story.ts';
import { letDeliver } from '../trails.ts';
import { SWEEP } from '../waiting.ts';

/** The role is still there and CloudTrail may assume it; what it may do is about another log group. */
export const brokenPermissions: Scenario = scenarioOf({
  title: "somebody changes the policy of a trail's role, so that it may not write to the trail's log group any more",
  trail: 'shipping',
  beginning: UNHEARD,
  deed: 'the administrator names another log group in the policy of its role: PutRolePolicy; AWS tries to deliver',
  async act({ administrator, aws }, trail) {
    await letDeliver(administrator, trail, '/aws/cloudtrail/another');
    await aws.delivered();
  },
  startedBy: SWEEP,
  ends: { fix: 'FIXED', 'dry-run': 'WOULD_FIX' },
});
