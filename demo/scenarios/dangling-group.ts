import { DeleteLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { describeTrail } from '../describe.ts';
import type { Scenario } from '../scenario.ts';
import { createTrailScenario } from '../trail-scenario.ts';

/**
 * The trail still names its log group, so a scanner that reads only this setting reports no
 * problem.
 */
export const danglingGroup: Scenario = createTrailScenario({
  title: 'An administrator deletes the log group that a trail delivers to.',
  trail: 'warehouse',
  change: 'The administrator deletes the log group: DeleteLogGroup',
  async makeChange({ administrator }, trail) {
    const { logGroupArn = '' } = await describeTrail(administrator, trail);
    const logGroupName = logGroupArn.split(':')[6];
    await administrator.logs.send(new DeleteLogGroupCommand({ logGroupName }));
  },
  trigger: 'DeleteLogGroup',
  expectedOutcome: { fix: 'FIXED', 'dry-run': 'WOULD_FIX' },
});
