import { DeleteRoleCommand, DeleteRolePolicyCommand } from '@aws-sdk/client-iam';
import { describeRole, describeTrail } from '../describe.ts';
import type { Scenario } from '../scenario.ts';
import { createTrailScenario } from '../trail-scenario.ts';
import { SWEEP } from '../wait-for.ts';

/** No event rule covers changes of roles, which are frequent. A sweep finds the delivery error. */
export const danglingRole: Scenario = createTrailScenario({
  title: 'An administrator deletes the delivery role of a trail.',
  trail: 'inventory',
  change: 'The administrator deletes the role; CloudTrail fails to deliver',
  async makeChange({ administrator, aws }, trail) {
    const { roleArn = '' } = await describeTrail(administrator, trail);
    const RoleName = roleArn.split('/').at(-1);
    const { policies } = await describeRole(administrator, roleArn);
    for (const PolicyName of Object.keys(policies)) {
      await administrator.iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
    }
    await administrator.iam.send(new DeleteRoleCommand({ RoleName }));
    await aws.delivered();
  },
  trigger: SWEEP,
  expectedOutcome: { fix: 'FIXED', 'dry-run': 'WOULD_FIX' },
});
