import { blank } from '../blank.ts';
import type { Scenario } from '../scenario.ts';
import { scenarioOf } from '../story.ts';
import { SWEEP } from '../waiting.ts';

/** Without a forwarder there, its events never reach the hub: the sweep looks in every region. */
export const otherRegion: Scenario = scenarioOf({
  title: 'a trail is blanked in a region where nothing of trailmend is deployed',
  trail: 'ireland',
  region: 'eu-west-1',
  deed: 'the administrator blanks both values in eu-west-1: UpdateTrail',
  act: ({ administrator }, trail) => blank(administrator, trail),
  startedBy: SWEEP,
  ends: { fix: 'FIXED', 'dry-run': 'WOULD_FIX' },
});
