import { DeleteRoleCommand, DeleteRolePolicyCommand } from '@aws-sdk/client-iam';
import { seenRole, seenTrail } from '../look.ts';
import type { Scenario } from '../scenario.ts';
import { scenarioOf } from '../story.ts';
import { SWEEP } from '../waiting.ts';

/** Roles change all the time, so no rule listens for them: sweeps look, and a role through which AWS delivers is all right. */
export const danglingRole: Scenario = scenarioOf({
  title: 'somebody deletes the role through which a trail delivers',
  trail: 'inventory',
  deed: 'the administrator deletes its role: DeleteRolePolicy, DeleteRole; AWS tries to deliver',
  async act({ administrator, aws }, trail) {
    const { roleArn = '' } = await seenTrail(administrator, trail);
    const RoleName = roleArn.split('/').at(-1);
    const { policies } = await seenRole(administrator, roleArn);
    for (const PolicyName of Object.keys(policies)) {
      await administrator.iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
    }
    await administrator.iam.send(new DeleteRoleCommand({ RoleName }));
    await aws.delivered();
  },
  startedBy: SWEEP,
  ends: { fix: 'FIXED', 'dry-run': 'WOULD_FIX' },
});
