import { StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import type { Scenario } from '../scenario.ts';
import { createTrailScenario } from '../trail-scenario.ts';

/** The trail records nothing until it is started again. */
export const stopped: Scenario = createTrailScenario({
  title: 'An engineer stops a trail.',
  trail: 'ledger',
  change: 'sam stops the trail: StopLogging',
  async makeChange({ engineer }, trail) {
    await engineer.cloudTrail.send(new StopLoggingCommand({ Name: trail }));
  },
  trigger: 'StopLogging',
  expectedOutcome: { fix: 'FIXED', 'dry-run': 'WOULD_FIX' },
});
