import { AddTagsCommand } from '@aws-sdk/client-cloudtrail';
import { EXCLUDE_TAG } from '../../lambda/core/integration/names.ts';
import { blank } from '../blank.ts';
import type { Scenario } from '../scenario.ts';
import { scenarioOf } from '../story.ts';
import { trailArnOf } from '../trails.ts';

/** An owner's decision holds, and is told: also with what is wrong with the trail meanwhile. */
export const excluded: Scenario = scenarioOf({
  title: 'the owner of a trail excludes it, and then takes CloudWatch Logs from it',
  trail: 'sandbox',
  deed: `sam tags it ${EXCLUDE_TAG}=true and blanks both values: AddTags, UpdateTrail`,
  async act({ engineer }, trail) {
    const tags = [{ Key: EXCLUDE_TAG, Value: 'true' }];
    await engineer.cloudTrail.send(new AddTagsCommand({ ResourceId: trailArnOf(engineer, trail), TagsList: tags }));
    await blank(engineer, trail);
  },
  startedBy: 'UpdateTrail',
  ends: { fix: 'SKIPPED', 'dry-run': 'SKIPPED' },
});
