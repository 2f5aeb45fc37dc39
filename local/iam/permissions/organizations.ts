import { ANY_RESOURCE, forOperations, type ServicePermissions, textParameter } from './permission.ts';

/**
 * Source: Service Authorization Reference, Organizations. Reads support no narrower resource than
 * `*`. Changes of an organization are evaluated on `*` as well, which is stricter than AWS for a
 * policy that names one resource.
 */
export const organizations: ServicePermissions = {
  prefix: 'organizations',
  operations: {
    ...forOperations(
      'DescribeOrganization ListRoots ListAccounts ListPolicies ListAWSServiceAccessForOrganization',
      ANY_RESOURCE,
    ),
    ...forOperations('EnableAWSServiceAccess DisableAWSServiceAccess', {
      ...ANY_RESOURCE,
      keys: (request) => ({ 'organizations:ServicePrincipal': textParameter(request, 'ServicePrincipal') }),
    }),
    ...forOperations('ListDelegatedAdministrators', ANY_RESOURCE),
    ...forOperations(
      'CreatePolicy AttachPolicy DetachPolicy DeletePolicy UpdatePolicy DescribePolicy CreateAccount',
      ANY_RESOURCE,
    ),
    ...forOperations(
      'DescribeAccount ListPoliciesForTarget ListTargetsForPolicy ListParents CreateOrganization',
      ANY_RESOURCE,
    ),
    ...forOperations('InviteAccountToOrganization AcceptHandshake', ANY_RESOURCE),
  },
};
