import { DeleteTrailCommand } from '@aws-sdk/client-cloudtrail';
import type { Scenario } from '../scenario.ts';
import { scenarioOf } from '../story.ts';

/** What cannot be repaired is told at once, with who did it. */
export const tampering: Scenario = scenarioOf({
  title: 'somebody deletes a trail',
  trail: 'evidence',
  deed: 'sam deletes it: DeleteTrail',
  async act({ engineer }, trail) {
    await engineer.cloudTrail.send(new DeleteTrailCommand({ Name: trail }));
  },
  startedBy: 'DeleteTrail',
  ends: { fix: 'SKIPPED', 'dry-run': 'SKIPPED' },
});
