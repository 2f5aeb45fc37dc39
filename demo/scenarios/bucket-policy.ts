import { DeleteBucketPolicyCommand } from '@aws-sdk/client-s3';
import type { Scenario } from '../scenario.ts';
import { scenarioOf } from '../story.ts';
import { makeBucket, makeTrail } from '../trails.ts';

/** UpdateTrail checks the bucket as well, and its policy is not trailmend's to change. */
export const bucketPolicy: Scenario = scenarioOf({
  title: 'a trail is to be repaired whose bucket does not let CloudTrail write any more',
  trail: 'archive',
  beginning: 'none',
  deed: 'sam makes it without CloudWatch Logs, then deletes the policy of its bucket',
  async act({ engineer }, trail) {
    const bucket = await makeBucket(engineer, trail);
    await makeTrail(engineer, trail, bucket);
    await engineer.s3.send(new DeleteBucketPolicyCommand({ Bucket: bucket }));
  },
  startedBy: 'CreateTrail',
  ends: { fix: 'BLOCKED', 'dry-run': 'WOULD_FIX' },
});
