import type { Step, StepInput } from '../../../lambda/core/model/step.ts';
import type { TrailId } from '../../../lambda/core/model/trail-id.ts';
import type { Account, AwsRefusal } from './account.ts';
import { updateTrailError, type VisibleIam } from './update-trail-checks.ts';

/**
 * The retention periods that CloudWatch Logs accepts, in days (API reference, PutRetentionPolicy).
 */
const RETENTION_DAYS = new Set([
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]);

/**
 * Makes a call in an account: changes the account, or returns AWS's error and changes nothing.
 * @param id the trail to whose account and Region the call is sent
 * @param visible the part of IAM that is visible to CloudTrail
 * @param nowMs milliseconds since the epoch
 */
export function performIn(
  account: Account,
  id: TrailId,
  { operation, input }: Step,
  visible: VisibleIam,
  nowMs: number,
): AwsRefusal | undefined {
  switch (operation) {
    case 'StartLogging':
      return startLogging(account, id, input, nowMs);
    case 'CreateLogGroup':
      return createLogGroup(account, input, nowMs);
    case 'PutRetentionPolicy':
      return putRetentionPolicy(account, input);
    case 'PutMetricFilter':
      return putMetricFilter(account, input);
    case 'CreateRole':
      return createRole(account, input);
    case 'PutRolePolicy':
      return putRolePolicy(account, input);
    case 'UpdateTrail':
      return updateTrail(account, id, input, visible);
  }
}

function startLogging(
  { trails }: Account,
  id: TrailId,
  { Name }: StepInput<'StartLogging'>,
  nowMs: number,
): AwsRefusal | undefined {
  const trail = trails[Name];
  if (!trail) return unknownTrail(Name, id);
  trail.isLogging = true;
  trail.startedLogging = new Date(nowMs).toISOString();
  return undefined;
}

function createLogGroup(
  { groups }: Account,
  { logGroupName, kmsKeyId, tags }: StepInput<'CreateLogGroup'>,
  createdMs: number,
): AwsRefusal | undefined {
  if (groups[logGroupName]) {
    return { code: 'ResourceAlreadyExistsException', message: 'The specified log group already exists' };
  }
  if (!/^(?!aws\/)[.\-_/#A-Za-z0-9]{1,512}$/.test(logGroupName)) {
    return { code: 'InvalidParameterException', message: `Value '${logGroupName}' at 'logGroupName' is not allowed` };
  }
  groups[logGroupName] = {
    class: 'STANDARD',
    createdMs,
    tags: { ...tags },
    ...(kmsKeyId !== undefined && { kmsKeyId }),
  };
  return undefined;
}

function putRetentionPolicy(
  { groups }: Account,
  { logGroupName, retentionInDays }: StepInput<'PutRetentionPolicy'>,
): AwsRefusal | undefined {
  const group = groups[logGroupName];
  if (!group) return { code: 'ResourceNotFoundException', message: 'The specified log group does not exist.' };
  if (!RETENTION_DAYS.has(retentionInDays)) {
    return { code: 'InvalidParameterException', message: `${retentionInDays} days is no valid retention` };
  }
  group.retentionDays = retentionInDays;
  return undefined;
}

function putMetricFilter(
  { groups }: Account,
  { logGroupName, filterName, filterPattern, metricTransformations }: StepInput<'PutMetricFilter'>,
): AwsRefusal | undefined {
  const group = groups[logGroupName];
  if (!group) return { code: 'ResourceNotFoundException', message: 'The specified log group does not exist.' };
  const [transformation, ...more] = metricTransformations;
  if (!transformation || more.length > 0 || filterPattern.length > 1024) {
    return { code: 'InvalidParameterException', message: `The filter ${filterName} is not valid` };
  }
  const { metricName: metric, metricNamespace: namespace, metricValue: value } = transformation;
  const filter = { pattern: filterPattern, metric, namespace, value, isNarrowed: false };
  group.metricFilters = { ...group.metricFilters, [filterName]: filter };
  return undefined;
}

function createRole({ roles }: Account, input: StepInput<'CreateRole'>): AwsRefusal | undefined {
  const { RoleName, Path, AssumeRolePolicyDocument, PermissionsBoundary, Tags } = input;
  if (!/^[\w+=,.@-]{1,64}$/.test(RoleName)) {
    return { code: 'ValidationError', message: `Value '${RoleName}' at 'roleName' failed to satisfy constraint` };
  }
  // Names in IAM are unique, and the comparison is not case-sensitive.
  if (Object.keys(roles).some((name) => name.toLowerCase() === RoleName.toLowerCase())) {
    return { code: 'EntityAlreadyExistsException', message: `Role with name ${RoleName} already exists.` };
  }
  roles[RoleName] = {
    path: Path,
    trust: JSON.parse(AssumeRolePolicyDocument),
    boundaryArn: PermissionsBoundary,
    tags: Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value])),
    policies: {},
  };
  return undefined;
}

function putRolePolicy({ roles }: Account, input: StepInput<'PutRolePolicy'>): AwsRefusal | undefined {
  const role = roles[input.RoleName];
  if (!role) {
    return { code: 'NoSuchEntityException', message: `The role with name ${input.RoleName} cannot be found.` };
  }
  role.policies[input.PolicyName] = JSON.parse(input.PolicyDocument);
  return undefined;
}

function updateTrail(
  account: Account,
  id: TrailId,
  input: StepInput<'UpdateTrail'>,
  visible: VisibleIam,
): AwsRefusal | undefined {
  const trail = account.trails[input.Name];
  if (!trail) return unknownTrail(input.Name, id);
  const error = updateTrailError(account, id, input, visible);
  if (error) return error;
  trail.logGroupArn = input.CloudWatchLogsLogGroupArn;
  trail.roleArn = input.CloudWatchLogsRoleArn;
  return undefined;
}

function unknownTrail(name: string, { account }: TrailId): AwsRefusal {
  return { code: 'TrailNotFoundException', message: `Unknown trail: ${name} for the user: ${account}` };
}
