import { ANY_RESOURCE, forOperations, type Permission, type ServicePermissions, textParameter } from './permission.ts';

/** A parameter's name may begin with a slash, which its ARN does not double. */
const parameter: Permission['resources'] = (request) => {
  const name = textParameter(request, 'Name') || textParameter(request, 'Path');
  return name.startsWith('arn:')
    ? name
    : `arn:aws:ssm:${request.region}:${request.account}:parameter/${name.replace(/^\//, '')}`;
};

/**
 * Source: Service Authorization Reference, Systems Manager: parameters, as CDK reads its bootstrap
 * version.
 */
export const ssm: ServicePermissions = {
  prefix: 'ssm',
  operations: {
    DescribeParameters: [ANY_RESOURCE],
    ...forOperations('GetParameter PutParameter DeleteParameter GetParametersByPath GetParameterHistory', {
      resources: parameter,
    }),
  },
};
