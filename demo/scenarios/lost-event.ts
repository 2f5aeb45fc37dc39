import { blank } from '../blank.ts';
import type { Scenario } from '../scenario.ts';
import { scenarioOf } from '../story.ts';
import { SWEEP } from '../waiting.ts';

/** CloudTrail delivers events to EventBridge by best effort: what no event tells of, the next sweep finds. */
export const lostEvent: Scenario = scenarioOf({
  title: 'a trail is blanked, and the event that should tell of it is lost',
  trail: 'billing',
  deed: 'sam blanks both values, and EventBridge never hears of it',
  async act({ engineer, aws }, trail) {
    aws.disturbEvents([{ does: 'lose' }]);
    await blank(engineer, trail);
    await aws.settled();
    aws.disturbEvents([]);
  },
  startedBy: SWEEP,
  ends: { fix: 'FIXED', 'dry-run': 'WOULD_FIX' },
});
