import { StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import type { Scenario } from '../scenario.ts';
import { scenarioOf } from '../story.ts';

/** The loud attack. */
export const stopped: Scenario = scenarioOf({
  title: 'somebody stops a trail',
  trail: 'ledger',
  deed: 'sam stops it: StopLogging',
  async act({ engineer }, trail) {
    await engineer.cloudTrail.send(new StopLoggingCommand({ Name: trail }));
  },
  startedBy: 'StopLogging',
  ends: { fix: 'FIXED', 'dry-run': 'WOULD_FIX' },
});
