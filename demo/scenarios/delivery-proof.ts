import { PLAIN } from '../beginning.ts';
import type { Scenario } from '../scenario.ts';
import { scenarioOf } from '../story.ts';
import { comeBy } from '../sweep.ts';
import { delivered, messageAbout } from '../waiting.ts';

/** FIXED says that the trail is set as it should be; only AWS's own delivery proves that it works. */
export const deliveryProof: Scenario = scenarioOf({
  title: 'a trail is repaired, AWS delivers to its log group, and a later sweep says so',
  trail: 'proof',
  beginning: PLAIN,
  deed: 'trailmend deals with it, AWS delivers, and a sweep comes by',
  async act(stage, trail) {
    if (stage.mode === 'fix') {
      await messageAbout(stage, trail, 'FIXED');
      await delivered(stage, trail);
    }
    await comeBy(stage);
  },
  ends: { fix: 'VERIFIED', 'dry-run': 'WOULD_FIX' },
});
