import { DeleteBucketPolicyCommand } from '@aws-sdk/client-s3';
import { PLAIN } from '../beginning.ts';
import type { Scenario } from '../scenario.ts';
import { scenarioOf } from '../story.ts';
import { bucketOf } from '../trails.ts';

/** UpdateTrail checks the bucket as well, and its policy is not trailmend's to change. */
export const bucketPolicy: Scenario = scenarioOf({
  title: 'a trail is to be repaired whose bucket does not let CloudTrail write any more',
  trail: 'archive',
  beginning: PLAIN,
  deed: 'sam deletes the policy of its bucket: DeleteBucketPolicy',
  async act({ engineer }, trail) {
    await engineer.s3.send(new DeleteBucketPolicyCommand({ Bucket: bucketOf(engineer, trail) }));
  },
  startedBy: 'CreateTrail',
  ends: { fix: 'BLOCKED', 'dry-run': 'WOULD_FIX' },
});
