import { DeleteLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { seenTrail } from '../look.ts';
import type { Scenario } from '../scenario.ts';
import { scenarioOf } from '../story.ts';

/** The trail still names its log group, and scanners that look at the property alone are content. */
export const danglingGroup: Scenario = scenarioOf({
  title: 'somebody deletes the log group that a trail delivers to',
  trail: 'warehouse',
  deed: 'the administrator deletes its log group: DeleteLogGroup',
  async act({ administrator }, trail) {
    const { logGroupArn = '' } = await seenTrail(administrator, trail);
    const logGroupName = logGroupArn.split(':')[6];
    await administrator.logs.send(new DeleteLogGroupCommand({ logGroupName }));
  },
  startedBy: 'DeleteLogGroup',
  ends: { fix: 'FIXED', 'dry-run': 'WOULD_FIX' },
});
