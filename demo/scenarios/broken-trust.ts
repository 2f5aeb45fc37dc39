import { UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { describeTrail } from '../describe.ts';
import { trustPolicyFor } from '../policies.ts';
import type { Scenario } from '../scenario.ts';
import { createTrailScenario } from '../trail-scenario.ts';
import { PREEXISTING } from '../trail-setup.ts';
import { SWEEP } from '../wait-for.ts';

/** The trail has a log group and a role. Only the delivery error shows that nothing arrives. */
export const brokenTrust: Scenario = createTrailScenario({
  title: 'An administrator changes the trust policy of a delivery role. CloudTrail can no longer assume the role.',
  trail: 'catalog',
  setup: PREEXISTING,
  change: 'The administrator trusts EC2 instead of CloudTrail; CloudTrail fails to deliver',
  async makeChange({ administrator, aws }, trail) {
    const { roleArn = '' } = await describeTrail(administrator, trail);
    const changed = { RoleName: roleArn.split('/').at(-1), PolicyDocument: trustPolicyFor('ec2.amazonaws.com') };
    await administrator.iam.send(new UpdateAssumeRolePolicyCommand(changed));
    await aws.delivered();
  },
  trigger: SWEEP,
  expectedOutcome: { fix: 'FIXED', 'dry-run': 'WOULD_FIX' },
});
