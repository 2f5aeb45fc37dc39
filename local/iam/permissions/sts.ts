import {
  ANY_RESOURCE,
  arnParameter,
  type ConditionKeys,
  forOperations,
  type ServicePermissions,
  textParameter,
} from './permission.ts';

/**
 * Source: Service Authorization Reference, STS. GetCallerIdentity requires no permission (STS API
 * reference). access-control.ts adds the role's trust policy as its resource policy.
 */
export const sts: ServicePermissions = {
  prefix: 'sts',
  operations: {
    GetCallerIdentity: [],
    ...forOperations('AssumeRole', {
      resources: arnParameter('RoleArn'),
      keys: (request): ConditionKeys => ({
        'sts:RoleSessionName': textParameter(request, 'RoleSessionName'),
        ...(textParameter(request, 'ExternalId') !== '' && { 'sts:ExternalId': textParameter(request, 'ExternalId') }),
      }),
    }),
    ...forOperations('GetSessionToken GetAccessKeyInfo DecodeAuthorizationMessage', ANY_RESOURCE),
  },
};
