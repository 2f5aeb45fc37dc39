import type { Scenario } from '../scenario.ts';
import { runSweep } from '../sweep.ts';
import { createTrailScenario } from '../trail-scenario.ts';
import { NOT_INTEGRATED } from '../trail-setup.ts';
import { waitForDelivery, waitForMessage } from '../wait-for.ts';

/** FIXED means that the settings are right. Only a delivery by AWS verifies that they work. */
export const deliveryProof: Scenario = createTrailScenario({
  title: 'A sweep verifies a repair after CloudTrail has delivered to the log group.',
  trail: 'proof',
  setup: NOT_INTEGRATED,
  change: 'trailmend responds to the creation, CloudTrail delivers, and a sweep runs',
  async makeChange(stage, trail) {
    if (stage.mode === 'fix') {
      await waitForMessage(stage, trail, 'FIXED');
      await waitForDelivery(stage, trail);
    }
    await runSweep(stage);
  },
  expectedOutcome: { fix: 'VERIFIED', 'dry-run': 'WOULD_FIX' },
});
