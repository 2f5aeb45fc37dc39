import {
  ANY_RESOURCE,
  arnParameter,
  forOperations,
  type Permission,
  type PermissionRequest,
  passRole,
  type ServicePermissions,
  textParameter,
} from './permission.ts';
import { ifTagged, removedTagKeys, requestTagKeys } from './tag-keys.ts';

/** `arn:P:logs:R:A:log-group:NAME`, without the `:*` that an identifier may end in. */
function groupArn(request: PermissionRequest): string {
  const name = textParameter(request, 'logGroupName') || textParameter(request, 'logGroupIdentifier');
  return name.startsWith('arn:') ? name.replace(/:\*$/, '') : `${allGroups(request)}${name}`;
}

function allGroups({ region, account }: PermissionRequest): string {
  return `arn:aws:logs:${region}:${account}:log-group:`;
}

/** AWS evaluates a group in both forms, so a policy has to allow both (reported: denials). */
const group: Permission = { resources: (request) => [`${groupArn(request)}:log-stream:`, groupArn(request)] };
const stream: Permission = {
  resources: (request) => `${groupArn(request)}:log-stream:${textParameter(request, 'logStreamName')}`,
};
/**
 * Tagging operations take the group's ARN without a suffix (CloudWatch Logs API reference,
 * LogGroup).
 */
const bare: Permission['resources'] = (request) =>
  textParameter(request, 'resourceArn') ? arnParameter('resourceArn')(request) : groupArn(request);

/** Account policies of type RETENTION_POLICY. Assumed: the resource of the second action. */
function retentionPolicy(action: string): Permission {
  return {
    action,
    resources: (request) =>
      textParameter(request, 'policyType') === 'RETENTION_POLICY' ? `${allGroups(request)}*` : undefined,
  };
}

/**
 * Source: Service Authorization Reference, CloudWatch Logs; its API reference, CreateLogGroup
 * (tags), LogGroup (ARNs), PutAccountPolicy and DeleteAccountPolicy (two permissions).
 */
export const logs: ServicePermissions = {
  prefix: 'logs',
  operations: {
    // AWS's denials show a log group ARN with an empty name.
    DescribeLogGroups: [{ resources: (request) => `${allGroups(request)}:log-stream:` }],
    ...forOperations(
      'DescribeResourcePolicies PutResourcePolicy DeleteResourcePolicy DescribeQueries StopQuery',
      ANY_RESOURCE,
    ),
    ...forOperations('GetQueryResults DescribeQueryDefinitions DescribeDestinations', ANY_RESOURCE),
    CreateLogGroup: [
      { ...group, keys: requestTagKeys('tags') },
      { action: 'logs:TagResource', resources: ifTagged('tags', bare), keys: requestTagKeys('tags') },
    ],
    ...forOperations(
      'DeleteLogGroup PutRetentionPolicy DeleteRetentionPolicy DescribeLogStreams FilterLogEvents',
      group,
    ),
    ...forOperations('PutMetricFilter DeleteMetricFilter DescribeMetricFilters DescribeSubscriptionFilters', group),
    ...forOperations('AssociateKmsKey DisassociateKmsKey PutLogGroupDeletionProtection StartQuery', group),
    ...forOperations('DeleteSubscriptionFilter', group),
    ...forOperations('PutDataProtectionPolicy GetDataProtectionPolicy DeleteDataProtectionPolicy', group),
    PutAccountPolicy: [ANY_RESOURCE, retentionPolicy('logs:PutRetentionPolicy')],
    DeleteAccountPolicy: [ANY_RESOURCE, retentionPolicy('logs:DeleteRetentionPolicy')],
    DescribeAccountPolicies: [ANY_RESOURCE],
    PutSubscriptionFilter: [group, passRole('logs.amazonaws.com', arnParameter('roleArn'))],
    ...forOperations('CreateLogStream DeleteLogStream PutLogEvents GetLogEvents', stream),
    ...forOperations('ListTagsForResource ListTagsLogGroup', { resources: bare }),
    ...forOperations('TagResource TagLogGroup', { resources: bare, keys: requestTagKeys('tags') }),
    UntagResource: [{ resources: bare, keys: removedTagKeys('tagKeys') }],
    UntagLogGroup: [{ resources: bare, keys: removedTagKeys('tags') }],
  },
};
