import { blank } from '../blank.ts';
import type { Scenario } from '../scenario.ts';
import { createTrailScenario } from '../trail-scenario.ts';
import { NOT_INTEGRATED } from '../trail-setup.ts';
import { waitForRuns } from '../wait-for.ts';

/** No role has to become visible to CloudTrail, so the repair takes about a second. */
export const stackRole: Scenario = createTrailScenario({
  title:
    'An engineer removes CloudWatch Logs from a trail. trailmend may not create roles: the stack brought one for all trails.',
  parameters: { DeliveryRole: 'stack', SettleSeconds: '0' },
  trail: 'ledgers',
  setup: {
    title: (trail) => `sam creates the trail ${trail} without CloudWatch Logs; trailmend repairs it`,
    async create(stage, trail) {
      await NOT_INTEGRATED.create(stage, trail);
      await waitForRuns(stage, trail, ['CreateTrail', 'StartLogging']);
      await stage.aws.delivered();
    },
  },
  change: 'sam clears both CloudWatch Logs settings of the trail: UpdateTrail',
  makeChange: ({ engineer }, trail) => blank(engineer, trail),
  trigger: 'UpdateTrail',
  expectedOutcome: { fix: 'FIXED', 'dry-run': 'WOULD_FIX' },
});
