import {
  ANYTHING,
  type Asked,
  type Context,
  each,
  given,
  type Line,
  removedTags,
  requestTags,
  type ServiceCalls,
  text,
  whenTagged,
} from './permission.ts';

const arnOf = ({ account }: Asked, kind: string, name: string) => `arn:aws:iam::${account}:${kind}/${name}`;
/** IAM looks the role up: its path is part of what is asked for. A role that does not exist is asked for without a path. */
const role: Line['on'] = async (asked) => {
  const name = text(asked, 'RoleName');
  return (await asked.role(name))?.arn ?? arnOf(asked, 'role', name);
};
const pathed = (asked: Asked, name: string) => `${text(asked, 'Path').replace(/^\//, '')}${text(asked, name)}`;
const newRole: Line['on'] = (asked) => arnOf(asked, 'role', pathed(asked, 'RoleName'));
const newPolicy: Line['on'] = (asked) => arnOf(asked, 'policy', pathed(asked, 'PolicyName'));
const policy = given('PolicyArn');
const user: Line['on'] = (asked) => arnOf(asked, 'user', pathed(asked, 'UserName'));
const group: Line['on'] = (asked) => arnOf(asked, 'group', pathed(asked, 'GroupName'));

const boundaryAsked = (asked: Asked): Context => {
  const arn = text(asked, 'PermissionsBoundary');
  return arn === '' ? {} : { 'iam:PermissionsBoundary': arn };
};
/** The boundary that the role has. */
const boundaryHeld = async (asked: Asked): Promise<Context> => {
  const held = (await asked.role(text(asked, 'RoleName')))?.boundary;
  return held === undefined ? {} : { 'iam:PermissionsBoundary': held.name };
};
const attachment = async (asked: Asked): Promise<Context> => ({
  ...(await boundaryHeld(asked)),
  'iam:PolicyARN': text(asked, 'PolicyArn'),
});

/**
 * Source: Service Authorization Reference, IAM. `iam:PermissionsBoundary` comes from the request where a boundary is set and
 * from the role where its permissions change; tags at creation need the tagging action.
 */
export const iam: ServiceCalls = {
  prefix: 'iam',
  calls: {
    ...each('ListRoles ListPolicies ListUsers ListGroups GetAccountSummary ListAccountAliases', ANYTHING),
    ...each('GetAccountAuthorizationDetails GetAccountPasswordPolicy GenerateCredentialReport', ANYTHING),
    ...each('GetRole GetRolePolicy ListRolePolicies ListAttachedRolePolicies ListRoleTags', { on: role }),
    ...each('DeleteRole UpdateRole UpdateRoleDescription UpdateAssumeRolePolicy', { on: role }),
    CreateRole: [
      { on: newRole, keys: (asked) => ({ ...boundaryAsked(asked), ...requestTags('Tags')(asked) }) },
      { action: 'iam:TagRole', on: whenTagged('Tags', newRole), keys: requestTags('Tags') },
    ],
    ...each('PutRolePolicy DeleteRolePolicy DeleteRolePermissionsBoundary', { on: role, keys: boundaryHeld }),
    ...each('AttachRolePolicy DetachRolePolicy', { on: role, keys: attachment }),
    PutRolePermissionsBoundary: [{ on: role, keys: boundaryAsked }],
    TagRole: [{ on: role, keys: requestTags('Tags') }],
    UntagRole: [{ on: role, keys: removedTags('TagKeys') }],
    SimulatePrincipalPolicy: [{ on: given('PolicySourceArn') }],
    SimulateCustomPolicy: [ANYTHING],
    CreatePolicy: [
      { on: newPolicy, keys: requestTags('Tags') },
      { action: 'iam:TagPolicy', on: whenTagged('Tags', newPolicy), keys: requestTags('Tags') },
    ],
    ...each('GetPolicy GetPolicyVersion ListPolicyVersions ListEntitiesForPolicy ListPolicyTags', { on: policy }),
    ...each('CreatePolicyVersion DeletePolicyVersion SetDefaultPolicyVersion DeletePolicy', { on: policy }),
    CreateUser: [{ on: user, keys: boundaryAsked }],
    ...each('GetUser DeleteUser PutUserPolicy AttachUserPolicy DetachUserPolicy DeleteUserPolicy', { on: user }),
    ...each('CreateAccessKey DeleteAccessKey UpdateAccessKey ListAccessKeys CreateLoginProfile', { on: user }),
    ...each('UpdateLoginProfile PutUserPermissionsBoundary DeleteUserPermissionsBoundary', { on: user }),
    ...each('CreateGroup DeleteGroup AddUserToGroup RemoveUserFromGroup PutGroupPolicy AttachGroupPolicy', {
      on: group,
    }),
    CreateServiceLinkedRole: [
      {
        on: (asked) => arnOf(asked, 'role', `aws-service-role/${text(asked, 'AWSServiceName')}/AWSServiceRole`),
        keys: (asked) => ({ 'iam:AWSServiceName': text(asked, 'AWSServiceName') }),
      },
    ],
  },
};
