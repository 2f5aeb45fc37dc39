import { letTimePass } from '../ledger-table.ts';
import type { Scenario } from '../scenario.ts';
import { runSweep } from '../sweep.ts';
import { createTrailScenario } from '../trail-scenario.ts';
import { PREEXISTING } from '../trail-setup.ts';
import { trailArnOf } from '../trails.ts';
import { SWEEP } from '../wait-for.ts';

const HOUR_MS = 60 * 60 * 1000;

/**
 * A late delivery is no fault of the role, so trailmend replaces none. It waits for a second look,
 * and then reports what it saw.
 */
export const lateDelivery: Scenario = createTrailScenario({
  title: 'Events reach the bucket of a trail and not its log group. The role and its policies are in order.',
  trail: 'late',
  setup: PREEXISTING,
  change: 'CloudWatch Logs falls three hours behind the bucket; a sweep sees it, and an hour passes',
  async makeChange(stage, trail) {
    const trailArn = trailArnOf(stage.administrator, trail);
    stage.aws.delayLogs(trailArn, 3 * HOUR_MS);
    const records = await runSweep(stage);
    const first = records.find((record) => record.trailArn === trailArn);
    if (first?.reason !== 'awaiting-second-look')
      throw new Error(`The first look ended with ${first?.outcome} (${first?.reason})`);
    await letTimePass(stage.administrator, trailArn, HOUR_MS);
  },
  trigger: SWEEP,
  expectedOutcome: { fix: 'BLOCKED', 'dry-run': 'BLOCKED' },
});
