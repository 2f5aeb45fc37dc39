import { DELIVERY_POLICY_NAME, deliveryPolicy, deliveryRoleArn, TRUST_DOCUMENT } from '../integration/delivery-role.ts';
import { DELIVERY_ROLE_PATH, TRAIL_TAG } from '../integration/names.ts';
import { sameDocument } from '../integration/same-document.ts';
import type { TrailFacts } from '../model/facts.ts';
import type { RuleId } from '../model/rule-catalog.ts';
import type { Settings } from '../model/settings.ts';
import type { Step } from '../model/step.ts';
import { logGroupArn, type TrailId } from '../model/trail-id.ts';
import type { RoleTarget } from './delivery-role-target.ts';
import type { GroupTarget } from './log-group-target.ts';

/** The common inputs of all steps of a repair. */
interface Repair {
  readonly id: TrailId;
  readonly settings: Settings;
  readonly repairs: readonly RuleId[];
}

/** Plans the log group and its retention, the role and its policy, and then UpdateTrail. */
export function integrationSteps(
  { id }: TrailFacts,
  group: GroupTarget,
  role: RoleTarget,
  settings: Settings,
  repairs: readonly RuleId[],
): readonly Step[] {
  const repair: Repair = { id, settings, repairs };
  const preparations = [...groupSteps(repair, group), ...roleSteps(repair, role, group.name)];
  const update: Step = {
    operation: 'UpdateTrail',
    input: {
      Name: id.arn,
      CloudWatchLogsLogGroupArn: logGroupArn(id, group.name),
      CloudWatchLogsRoleArn: deliveryRoleArn(id, role.name),
    },
    needs: preparations.map(({ operation }) => operation),
    repairs,
  };
  return [...preparations, update];
}

function groupSteps({ id, settings, repairs }: Repair, group: GroupTarget): readonly Step[] {
  if (group.kind === 'current' || group.kind === 'accepted') return [];
  const create: readonly Step[] =
    group.kind === 'ours'
      ? []
      : [
          {
            operation: 'CreateLogGroup',
            input: {
              logGroupName: group.name,
              ...(group.kmsKeyArn !== undefined && { kmsKeyId: group.kmsKeyArn }),
              tags: { [TRAIL_TAG]: id.arn },
            },
            needs: [],
            repairs,
          },
        ];
  const retentionInDays = group.kind === 'new' ? settings.retentionDays : group.retentionDays;
  if (retentionInDays === undefined) return create;
  const retain: Step = {
    operation: 'PutRetentionPolicy',
    input: { logGroupName: group.name, retentionInDays },
    needs: create.map(({ operation }) => operation),
    repairs,
  };
  return [...create, retain];
}

function roleSteps({ id, settings, repairs }: Repair, role: RoleTarget, groupName: string): readonly Step[] {
  const policy = deliveryPolicy(id, groupName, role.organizationId);
  const create: readonly Step[] =
    role.kind === 'ours'
      ? []
      : [
          {
            operation: 'CreateRole',
            input: {
              RoleName: role.name,
              Path: DELIVERY_ROLE_PATH,
              Description: `Lets CloudTrail deliver the trail ${id.name} (${id.region}) to CloudWatch Logs. Created by trailmend.`,
              AssumeRolePolicyDocument: TRUST_DOCUMENT,
              PermissionsBoundary: settings.deliveryRoleBoundaryArn,
              Tags: [{ Key: TRAIL_TAG, Value: id.arn }],
            },
            needs: [],
            repairs,
          },
        ];
  if (role.kind === 'ours' && sameDocument(role.policyDocument, policy)) return [];
  const permit: Step = {
    operation: 'PutRolePolicy',
    input: { RoleName: role.name, PolicyName: DELIVERY_POLICY_NAME, PolicyDocument: policy },
    needs: create.map(({ operation }) => operation),
    repairs,
  };
  return [...create, permit];
}
