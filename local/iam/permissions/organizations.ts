import { ANYTHING, each, type ServiceCalls, text } from './permission.ts';

/**
 * Source: Service Authorization Reference, Organizations: reads and lists that know no narrower resource. Changes of an
 * organization are asked for `*` as well, which is stricter than AWS for a policy that names one resource.
 */
export const organizations: ServiceCalls = {
  prefix: 'organizations',
  calls: {
    ...each('DescribeOrganization ListRoots ListAccounts ListPolicies ListAWSServiceAccessForOrganization', ANYTHING),
    ...each('EnableAWSServiceAccess DisableAWSServiceAccess', {
      ...ANYTHING,
      keys: (asked) => ({ 'organizations:ServicePrincipal': text(asked, 'ServicePrincipal') }),
    }),
    ...each('ListDelegatedAdministrators', ANYTHING),
    ...each('CreatePolicy AttachPolicy DetachPolicy DeletePolicy UpdatePolicy DescribePolicy CreateAccount', ANYTHING),
    ...each('DescribeAccount ListPoliciesForTarget ListTargetsForPolicy ListParents CreateOrganization', ANYTHING),
    ...each('InviteAccountToOrganization AcceptHandshake', ANYTHING),
  },
};
