import {
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { DELIVERY_POLICY_NAME, TRUST_DOCUMENT } from '../../lambda/core/integration/delivery-role.ts';
import { DELIVERY_ROLE_PATH, TRAIL_TAG } from '../../lambda/core/integration/names.ts';
import type { Attempt, Means } from './attempt.ts';

const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';
const OWN = 'trailmend-function';
const EVERYTHING = policy('*');
const TRUST_EVERY_PRINCIPAL = TRUST_DOCUMENT.replace('{"Service":"cloudtrail.amazonaws.com"}', '"*"');

function policy(Action: string): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
}

/** Creates a role as trailmend does, with these differences. */
const createRole =
  (changes: (targets: Means['targets']) => object): Attempt['send'] =>
  ({ attacker, targets }) =>
    attacker.iam.send(
      new CreateRoleCommand({
        RoleName: 'trailmend-mine',
        Path: DELIVERY_ROLE_PATH,
        AssumeRolePolicyDocument: TRUST_DOCUMENT,
        PermissionsBoundary: targets.boundaryArn,
        ...changes(targets),
      }),
    );

const putPolicy =
  (role: (targets: Means['targets']) => string): Attempt['send'] =>
  ({ attacker, targets }) =>
    attacker.iam.send(
      new PutRolePolicyCommand({ RoleName: role(targets), PolicyName: 'mine', PolicyDocument: EVERYTHING }),
    );

/** Attempts to gain permissions through IAM. */
export const ESCALATIONS_BY_IAM: readonly Attempt[] = [
  { what: 'create a role outside of the path', action: 'iam:CreateRole', send: createRole(() => ({ Path: '/' })) },
  {
    what: 'create a role with another name under the path',
    action: 'iam:CreateRole',
    send: createRole(() => ({ RoleName: 'mine' })),
  },
  {
    what: "create a role under the function's path",
    action: 'iam:CreateRole',
    send: createRole(() => ({ Path: '/trailmend-function/' })),
  },
  {
    what: 'create a delivery role without the boundary',
    action: 'iam:CreateRole',
    send: createRole(() => ({ PermissionsBoundary: undefined })),
  },
  {
    what: 'create a delivery role with another boundary',
    action: 'iam:CreateRole',
    send: createRole(() => ({ PermissionsBoundary: ADMINISTRATOR })),
  },
  {
    what: 'create a delivery role with another tag',
    action: 'iam:TagRole',
    actionWithoutRoleWrites: 'iam:CreateRole',
    send: createRole(() => ({ Tags: [{ Key: 'team', Value: 'mine' }] })),
  },
  {
    what: 'attach a managed policy to a delivery role',
    action: 'iam:AttachRolePolicy',
    send: ({ attacker, targets }) =>
      attacker.iam.send(new AttachRolePolicyCommand({ RoleName: targets.deliveryRole, PolicyArn: ADMINISTRATOR })),
  },
  {
    what: 'attach a managed policy to itself',
    action: 'iam:AttachRolePolicy',
    send: ({ attacker }) => attacker.iam.send(new AttachRolePolicyCommand({ RoleName: OWN, PolicyArn: ADMINISTRATOR })),
  },
  { what: 'put a policy on itself', action: 'iam:PutRolePolicy', send: putPolicy(() => OWN) },
  {
    what: 'put a policy on a foreign role',
    action: 'iam:PutRolePolicy',
    send: putPolicy(({ foreign }) => foreign.roleArn.split('/').at(-1) ?? ''),
  },
  {
    what: 'put a policy on a role under the path without the boundary',
    action: 'iam:PutRolePolicy',
    send: putPolicy(({ unboundedRole }) => unboundedRole),
  },
  {
    what: 'change the trust policy of a delivery role',
    action: 'iam:UpdateAssumeRolePolicy',
    send: ({ attacker, targets }) =>
      attacker.iam.send(
        new UpdateAssumeRolePolicyCommand({ RoleName: targets.deliveryRole, PolicyDocument: TRUST_EVERY_PRINCIPAL }),
      ),
  },
  {
    what: 'change its own trust policy',
    action: 'iam:UpdateAssumeRolePolicy',
    send: ({ attacker }) =>
      attacker.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: OWN, PolicyDocument: TRUST_EVERY_PRINCIPAL })),
  },
  {
    what: 'remove the boundary of a delivery role',
    action: 'iam:DeleteRolePermissionsBoundary',
    send: ({ attacker, targets }) =>
      attacker.iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: targets.deliveryRole })),
  },
  {
    what: 'replace the boundary of a delivery role',
    action: 'iam:PutRolePermissionsBoundary',
    send: ({ attacker, targets }) =>
      attacker.iam.send(
        new PutRolePermissionsBoundaryCommand({
          RoleName: targets.deliveryRole,
          PermissionsBoundary: ADMINISTRATOR,
        }),
      ),
  },
  {
    what: 'extend the boundary itself',
    action: 'iam:CreatePolicyVersion',
    send: ({ attacker, targets }) =>
      attacker.iam.send(
        new CreatePolicyVersionCommand({
          PolicyArn: targets.boundaryArn,
          PolicyDocument: EVERYTHING,
          SetAsDefault: true,
        }),
      ),
  },
  {
    what: "tag a foreign role with trailmend's tag",
    action: 'iam:TagRole',
    send: ({ attacker, targets }) =>
      attacker.iam.send(
        new TagRoleCommand({
          RoleName: targets.foreign.roleArn.split('/').at(-1) ?? '',
          Tags: [{ Key: TRAIL_TAG, Value: 'mine' }],
        }),
      ),
  },
  {
    what: 'remove the tag of a delivery role',
    action: 'iam:UntagRole',
    send: ({ attacker, targets }) =>
      attacker.iam.send(new UntagRoleCommand({ RoleName: targets.deliveryRole, TagKeys: [TRAIL_TAG] })),
  },
  {
    what: 'delete the policy of a delivery role',
    action: 'iam:DeleteRolePolicy',
    send: ({ attacker, targets }) =>
      attacker.iam.send(
        new DeleteRolePolicyCommand({ RoleName: targets.deliveryRole, PolicyName: DELIVERY_POLICY_NAME }),
      ),
  },
  {
    what: 'delete a delivery role',
    action: 'iam:DeleteRole',
    send: ({ attacker, targets }) => attacker.iam.send(new DeleteRoleCommand({ RoleName: targets.unboundedRole })),
  },
  {
    what: 'create a user',
    action: 'iam:CreateUser',
    send: ({ attacker }) => attacker.iam.send(new CreateUserCommand({ UserName: 'mine' })),
  },
  {
    what: 'create an access key of a user',
    action: 'iam:CreateAccessKey',
    send: ({ attacker, targets }) => attacker.iam.send(new CreateAccessKeyCommand({ UserName: targets.user })),
  },
  {
    what: 'assume another role',
    action: 'sts:AssumeRole',
    send: ({ json, targets }) =>
      json('sts', 'AWSSecurityTokenServiceV20110615.AssumeRole', {
        RoleArn: targets.adminRoleArn,
        RoleSessionName: 'mine',
      }),
  },
];

const functionWithDeliveryRole = (targets: Means['targets']) => ({
  FunctionName: 'mine',
  Role: targets.deliveryRoleArn,
  Runtime: 'nodejs24.x',
  Handler: 'index.handler',
  Code: { ZipFile: '' },
});

/**
 * Calls that an administrator allows in addition. Passing a delivery role to another service stays
 * denied.
 */
export const ADDITIONALLY_ALLOWED = ['lambda:CreateFunction', 'events:PutTargets', 'logs:PutSubscriptionFilter'];
export const PASS_ROLE_ATTEMPTS: readonly Attempt[] = [
  {
    what: 'pass a delivery role to a new function',
    action: 'iam:PassRole',
    send: ({ rest, targets }) => rest('lambda', 'POST', '/2015-03-31/functions', functionWithDeliveryRole(targets)),
  },
  {
    what: 'pass a delivery role to EventBridge',
    action: 'iam:PassRole',
    send: ({ json, targets }) =>
      json('events', 'AWSEvents.PutTargets', {
        Rule: targets.rule,
        Targets: [{ Id: 'mine', Arn: targets.foreignTopicArn, RoleArn: targets.deliveryRoleArn }],
      }),
  },
  {
    what: 'pass a delivery role to a subscription of CloudWatch Logs',
    action: 'iam:PassRole',
    send: ({ json, targets }) =>
      json('logs', 'Logs_20140328.PutSubscriptionFilter', {
        logGroupName: targets.ownGroup,
        filterName: 'mine',
        filterPattern: '',
        destinationArn: `arn:aws:kinesis:${targets.region}:${targets.account}:stream/mine`,
        roleArn: targets.deliveryRoleArn,
      }),
  },
];
