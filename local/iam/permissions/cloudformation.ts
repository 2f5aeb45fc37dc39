import {
  ANY_RESOURCE,
  arnParameter,
  forOperations,
  type Permission,
  passRole,
  type ServicePermissions,
  textParameter,
} from './permission.ts';
import { requestTagKeys } from './tag-keys.ts';

/** IAM evaluates a stack that is given by name under any id. */
const stack: Permission['resources'] = (request) => {
  const name = textParameter(request, 'StackName');
  const own = `arn:aws:cloudformation:${request.region}:${request.account}:stack/${name}/*`;
  return name.startsWith('arn:') ? name : own;
};
const passServiceRole = passRole('cloudformation.amazonaws.com', arnParameter('RoleARN'));
const change: readonly Permission[] = [{ resources: stack, keys: requestTagKeys('Tags') }, passServiceRole];

/**
 * Source: Service Authorization Reference, CloudFormation. Calls that CloudFormation makes with a
 * stack's role do not pass the gate.
 */
export const cloudformation: ServicePermissions = {
  prefix: 'cloudformation',
  operations: {
    ...forOperations('ListStacks ListExports ValidateTemplate DescribeAccountLimits', ANY_RESOURCE),
    // Without a stack name these describe all stacks, for which IAM evaluates `*`.
    DescribeStacks: [{ resources: (request) => (textParameter(request, 'StackName') === '' ? '*' : stack(request)) }],
    GetTemplateSummary: [
      { resources: (request) => (textParameter(request, 'StackName') === '' ? '*' : stack(request)) },
    ],
    ...forOperations('DescribeStackEvents DescribeStackResources DescribeStackResource ListStackResources', {
      resources: stack,
    }),
    ...forOperations('GetTemplate GetStackPolicy DescribeChangeSet ListChangeSets DeleteChangeSet', {
      resources: stack,
    }),
    ...forOperations('ExecuteChangeSet UpdateTerminationProtection', { resources: stack }),
    ...forOperations(
      'CreateStack UpdateStack CreateChangeSet DeleteStack RollbackStack ContinueUpdateRollback',
      ...change,
    ),
  },
};
