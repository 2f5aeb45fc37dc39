import { blank } from '../blank.ts';
import type { Scenario } from '../scenario.ts';
import { scenarioOf } from '../story.ts';

/** The quiet attack: the trail goes on logging, and nobody is alarmed any more. */
export const blanked: Scenario = scenarioOf({
  title: 'somebody sets both CloudWatch Logs values of a trail to nothing, the quiet way to blind its alarms',
  trail: 'payments',
  deed: 'sam blanks both values: UpdateTrail',
  act: ({ engineer }, trail) => blank(engineer, trail),
  startedBy: 'UpdateTrail',
  ends: { fix: 'FIXED', 'dry-run': 'WOULD_FIX' },
});
