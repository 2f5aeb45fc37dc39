import { UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { UNHEARD } from '../beginning.ts';
import { seenTrail } from '../look.ts';
import type { Scenario } from '../scenario.ts';
import { scenarioOf } from '../story.ts';
import { trustIn } from '../trails.ts';
import { SWEEP } from '../waiting.ts';

/** Group and role are there and named, and nothing arrives: only AWS's own error tells. */
export const brokenTrust: Scenario = scenarioOf({
  title: "somebody changes the trust of a trail's role, so that CloudTrail cannot assume it any more",
  trail: 'catalog',
  beginning: UNHEARD,
  deed: 'the administrator lets EC2 assume its role instead: UpdateAssumeRolePolicy; AWS tries to deliver',
  async act({ administrator, aws }, trail) {
    const { roleArn = '' } = await seenTrail(administrator, trail);
    const changed = { RoleName: roleArn.split('/').at(-1), PolicyDocument: trustIn('ec2.amazonaws.com') };
    await administrator.iam.send(new UpdateAssumeRolePolicyCommand(changed));
    await aws.delivered();
  },
  startedBy: SWEEP,
  ends: { fix: 'FIXED', 'dry-run': 'WOULD_FIX' },
});
