import { AddTagsCommand } from '@aws-sdk/client-cloudtrail';
import { EXCLUDE_TAG } from '../../lambda/core/integration/names.ts';
import { blank } from '../blank.ts';
import type { Scenario } from '../scenario.ts';
import { createTrailScenario } from '../trail-scenario.ts';
import { trailArnOf } from '../trails.ts';

/**
 * trailmend respects the decision of the owner. Its notification still lists what is wrong with the
 * trail.
 */
export const excluded: Scenario = createTrailScenario({
  title: 'The owner of a trail excludes it from trailmend, and then removes CloudWatch Logs from it.',
  trail: 'sandbox',
  change: `sam adds the tag ${EXCLUDE_TAG}=true, then clears both settings: AddTags, UpdateTrail`,
  async makeChange({ engineer }, trail) {
    const tags = [{ Key: EXCLUDE_TAG, Value: 'true' }];
    await engineer.cloudTrail.send(new AddTagsCommand({ ResourceId: trailArnOf(engineer, trail), TagsList: tags }));
    await blank(engineer, trail);
  },
  trigger: 'UpdateTrail',
  expectedOutcome: { fix: 'SKIPPED', 'dry-run': 'SKIPPED' },
});
