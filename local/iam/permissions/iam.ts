import {
  ANY_RESOURCE,
  arnParameter,
  type ConditionKeys,
  forOperations,
  type Permission,
  type PermissionRequest,
  type ServicePermissions,
  textParameter,
} from './permission.ts';
import { ifTagged, removedTagKeys, requestTagKeys } from './tag-keys.ts';

const arnOf = ({ account }: PermissionRequest, kind: string, name: string) => `arn:aws:iam::${account}:${kind}/${name}`;
/**
 * IAM evaluates a role under its ARN with the path, and a role that does not exist without a path.
 */
const role: Permission['resources'] = async (request) => {
  const name = textParameter(request, 'RoleName');
  return (await request.role(name))?.arn ?? arnOf(request, 'role', name);
};
const pathed = (request: PermissionRequest, name: string) =>
  `${textParameter(request, 'Path').replace(/^\//, '')}${textParameter(request, name)}`;
const newRole: Permission['resources'] = (request) => arnOf(request, 'role', pathed(request, 'RoleName'));
const newPolicy: Permission['resources'] = (request) => arnOf(request, 'policy', pathed(request, 'PolicyName'));
const policy = arnParameter('PolicyArn');
const user: Permission['resources'] = (request) => arnOf(request, 'user', pathed(request, 'UserName'));
const group: Permission['resources'] = (request) => arnOf(request, 'group', pathed(request, 'GroupName'));

const boundaryInRequest = (request: PermissionRequest): ConditionKeys => {
  const arn = textParameter(request, 'PermissionsBoundary');
  return arn === '' ? {} : { 'iam:PermissionsBoundary': arn };
};
/** The boundary of the existing role. */
const boundaryOfRole = async (request: PermissionRequest): Promise<ConditionKeys> => {
  const held = (await request.role(textParameter(request, 'RoleName')))?.boundary;
  return held === undefined ? {} : { 'iam:PermissionsBoundary': held.name };
};
const attachment = async (request: PermissionRequest): Promise<ConditionKeys> => ({
  ...(await boundaryOfRole(request)),
  'iam:PolicyARN': textParameter(request, 'PolicyArn'),
});

/**
 * Source: Service Authorization Reference, IAM. `iam:PermissionsBoundary` is the request's when a
 * call sets a boundary, and the role's when a call changes its permissions. Tags at creation
 * require the tagging action.
 */
export const iam: ServicePermissions = {
  prefix: 'iam',
  operations: {
    ...forOperations('ListRoles ListPolicies ListUsers ListGroups GetAccountSummary ListAccountAliases', ANY_RESOURCE),
    ...forOperations('GetAccountAuthorizationDetails GetAccountPasswordPolicy GenerateCredentialReport', ANY_RESOURCE),
    ...forOperations('GetRole GetRolePolicy ListRolePolicies ListAttachedRolePolicies ListRoleTags', {
      resources: role,
    }),
    ...forOperations('DeleteRole UpdateRole UpdateRoleDescription UpdateAssumeRolePolicy', { resources: role }),
    CreateRole: [
      {
        resources: newRole,
        keys: (request) => ({ ...boundaryInRequest(request), ...requestTagKeys('Tags')(request) }),
      },
      { action: 'iam:TagRole', resources: ifTagged('Tags', newRole), keys: requestTagKeys('Tags') },
    ],
    ...forOperations('PutRolePolicy DeleteRolePolicy DeleteRolePermissionsBoundary', {
      resources: role,
      keys: boundaryOfRole,
    }),
    ...forOperations('AttachRolePolicy DetachRolePolicy', { resources: role, keys: attachment }),
    PutRolePermissionsBoundary: [{ resources: role, keys: boundaryInRequest }],
    TagRole: [{ resources: role, keys: requestTagKeys('Tags') }],
    UntagRole: [{ resources: role, keys: removedTagKeys('TagKeys') }],
    SimulatePrincipalPolicy: [{ resources: arnParameter('PolicySourceArn') }],
    SimulateCustomPolicy: [ANY_RESOURCE],
    CreatePolicy: [
      { resources: newPolicy, keys: requestTagKeys('Tags') },
      { action: 'iam:TagPolicy', resources: ifTagged('Tags', newPolicy), keys: requestTagKeys('Tags') },
    ],
    ...forOperations('GetPolicy GetPolicyVersion ListPolicyVersions ListEntitiesForPolicy ListPolicyTags', {
      resources: policy,
    }),
    ...forOperations('CreatePolicyVersion DeletePolicyVersion SetDefaultPolicyVersion DeletePolicy', {
      resources: policy,
    }),
    CreateUser: [{ resources: user, keys: boundaryInRequest }],
    ...forOperations('GetUser DeleteUser PutUserPolicy AttachUserPolicy DetachUserPolicy DeleteUserPolicy', {
      resources: user,
    }),
    ...forOperations('CreateAccessKey DeleteAccessKey UpdateAccessKey ListAccessKeys CreateLoginProfile', {
      resources: user,
    }),
    ...forOperations('UpdateLoginProfile PutUserPermissionsBoundary DeleteUserPermissionsBoundary', {
      resources: user,
    }),
    ...forOperations('CreateGroup DeleteGroup AddUserToGroup RemoveUserFromGroup PutGroupPolicy AttachGroupPolicy', {
      resources: group,
    }),
    CreateServiceLinkedRole: [
      {
        resources: (request) =>
          arnOf(request, 'role', `aws-service-role/${textParameter(request, 'AWSServiceName')}/AWSServiceRole`),
        keys: (request) => ({ 'iam:AWSServiceName': textParameter(request, 'AWSServiceName') }),
      },
    ],
  },
};
