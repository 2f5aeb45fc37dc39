import { DeleteBucketPolicyCommand } from '@aws-sdk/client-s3';
import type { Scenario } from '../scenario.ts';
import { createTrailScenario } from '../trail-scenario.ts';
import { NOT_INTEGRATED } from '../trail-setup.ts';
import { bucketNameOf } from '../trails.ts';

/** UpdateTrail also checks the bucket policy, which trailmend never changes. */
export const bucketPolicy: Scenario = createTrailScenario({
  title: 'A trail needs a repair, but its bucket policy no longer allows CloudTrail to write.',
  trail: 'archive',
  setup: NOT_INTEGRATED,
  change: 'sam deletes the policy of the bucket: DeleteBucketPolicy',
  async makeChange({ engineer }, trail) {
    await engineer.s3.send(new DeleteBucketPolicyCommand({ Bucket: bucketNameOf(engineer, trail) }));
  },
  trigger: 'CreateTrail',
  expectedOutcome: { fix: 'BLOCKED', 'dry-run': 'WOULD_FIX' },
});
