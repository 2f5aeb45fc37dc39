import { DELIVERY_POLICY_NAME, deliveryPolicy, deliveryRoleArn, TRUST_DOCUMENT } from '../integration/delivery-role.ts';
import { DELIVERY_ROLE_PATH, TRAIL_TAG } from '../integration/names.ts';
import { sameDocument } from '../integration/same-document.ts';
import type { TrailFacts } from '../model/facts.ts';
import type { RuleId } from '../model/rule-catalog.ts';
import type { Settings } from '../model/settings.ts';
import type { Operation, Step } from '../model/step.ts';
import { groupBeside, logGroupArn, type TrailId } from '../model/trail-id.ts';
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
  { id, trail }: TrailFacts,
  group: GroupTarget,
  role: RoleTarget,
  settings: Settings,
  repairs: readonly RuleId[],
): readonly Step[] {
  const repair: Repair = { id, settings, repairs };
  const preparations = [...groupSteps(repair, group), ...roleSteps(repair, role, group)];
  const update: Step = {
    operation: 'UpdateTrail',
    input: {
      Name: id.arn,
      CloudWatchLogsLogGroupArn: logGroupArn(id, group.name),
      CloudWatchLogsRoleArn: role.kind === 'stack' ? role.arn : deliveryRoleArn(id, role.name),
    },
    needs: preparations.map(({ operation }) => operation),
    repairs,
    ...(isKnownFromLedger(group, id, trail) && { fromLedger: true }),
  };
  return [...preparations, update];
}

/**
 * Whether only the ledger names the log group. A tag identifies those of trailmend, and the trail
 * names its current one.
 */
function isKnownFromLedger({ kind, name }: GroupTarget, id: TrailId, trail: TrailFacts['trail']): boolean {
  return kind === 'accepted' && !(trail.read && groupBeside(id, trail.value.logGroupArn)?.name === name);
}

function groupSteps({ id, settings, repairs }: Repair, group: GroupTarget): readonly Step[] {
  if (group.kind === 'current' || group.kind === 'accepted') return [];
  const logGroupName = group.name;
  const retain = (retentionInDays: number, needs: readonly Operation[]): Step => {
    return { operation: 'PutRetentionPolicy', input: { logGroupName, retentionInDays }, needs, repairs };
  };
  if (group.kind === 'ours') return group.retentionDays === undefined ? [] : [retain(group.retentionDays, [])];
  const create: Step = {
    operation: 'CreateLogGroup',
    input: {
      logGroupName,
      ...(group.kmsKeyArn !== undefined && { kmsKeyId: group.kmsKeyArn }),
      tags: { [TRAIL_TAG]: id.arn },
    },
    needs: [],
    repairs,
  };
  return [create, retain(settings.retentionDays, [create.operation])];
}

/** A role for a new log group waits for the group: without it, the role would have no use. */
function roleSteps({ id, settings, repairs }: Repair, role: RoleTarget, group: GroupTarget): readonly Step[] {
  if (role.kind === 'stack') return [];
  const RoleName = role.name;
  const PolicyDocument = deliveryPolicy(id, group.name, role.organizationId);
  const permit = (needs: readonly Operation[]): Step => {
    const input = { RoleName, PolicyName: DELIVERY_POLICY_NAME, PolicyDocument };
    return { operation: 'PutRolePolicy', input, needs, repairs };
  };
  if (role.kind === 'ours') return sameDocument(role.policyDocument, PolicyDocument) ? [] : [permit([])];
  const create: Step = {
    operation: 'CreateRole',
    input: {
      RoleName,
      Path: DELIVERY_ROLE_PATH,
      Description: `Lets CloudTrail deliver the trail ${id.name} (${id.region}) to CloudWatch Logs. Created by trailmend.`,
      AssumeRolePolicyDocument: TRUST_DOCUMENT,
      ...(settings.deliveryRoleBoundaryArn !== '' && { PermissionsBoundary: settings.deliveryRoleBoundaryArn }),
      Tags: [{ Key: TRAIL_TAG, Value: id.arn }],
    },
    needs: group.kind === 'new' ? ['CreateLogGroup'] : [],
    repairs,
  };
  return [create, permit([create.operation])];
}
