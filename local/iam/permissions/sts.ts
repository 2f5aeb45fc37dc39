import { ANYTHING, type Context, each, given, type ServiceCalls, text } from './permission.ts';

/**
 * Source: Service Authorization Reference, STS. GetCallerIdentity needs no permission (STS API reference). The trust of the role
 * is its resource policy, added where requests are judged.
 */
export const sts: ServiceCalls = {
  prefix: 'sts',
  calls: {
    GetCallerIdentity: [],
    ...each('AssumeRole', {
      on: given('RoleArn'),
      keys: (asked): Context => ({
        'sts:RoleSessionName': text(asked, 'RoleSessionName'),
        ...(text(asked, 'ExternalId') !== '' && { 'sts:ExternalId': text(asked, 'ExternalId') }),
      }),
    }),
    ...each('GetSessionToken GetAccessKeyInfo DecodeAuthorizationMessage', ANYTHING),
  },
};
