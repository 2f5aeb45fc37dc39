import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  DeleteRolePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRolePolicyCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { DELIVERY_POLICY_NAME } from '../../../lambda/core/integration/delivery-role.ts';
import type { AwsSession } from '../../sessions.ts';
import type { Deed, Deeds } from '../deed.ts';
import { BY_RULE, BY_SWEEP } from '../reported.ts';
import { makeOwnTrail, targetOf } from '../trails.ts';

const power = 'iam';

const DENY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: 'logs:PutLogEvents', Resource: '*' }],
});

const onRole =
  (act: (iam: AwsSession['iam'], RoleName: string, trail: string) => Promise<unknown>): Deed['act'] =>
  async ({ attacker, administrator }, trail) =>
    act(attacker.iam, (await targetOf(administrator, trail)).role, trail);

export const iamDeeds: Deeds = {
  'role-policy-gap': {
    power,
    title: "DeleteRolePolicy and PutRolePolicy of trailmend's delivery role",
    expected: /changed a (delivery )?role|role-tampered/,
    reported: { ...BY_RULE, messages: 2 },
    trail: makeOwnTrail,
    act: onRole(async (iam, RoleName) => {
      const name = { RoleName, PolicyName: DELIVERY_POLICY_NAME };
      const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand(name));
      await iam.send(new DeleteRolePolicyCommand(name));
      await iam.send(new PutRolePolicyCommand({ ...name, PolicyDocument: decodeURIComponent(PolicyDocument) }));
    }),
  },
  'role-deny': {
    power,
    title: "PutRolePolicy: a Deny on trailmend's delivery role",
    expected: /role-tampered/,
    reported: BY_SWEEP,
    trail: makeOwnTrail,
    act: onRole((iam, RoleName) =>
      iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'more', PolicyDocument: DENY })),
    ),
  },
  'role-attached': {
    power,
    title: "AttachRolePolicy: a foreign policy on trailmend's delivery role",
    expected: /role-tampered/,
    reported: BY_SWEEP,
    trail: makeOwnTrail,
    act: onRole(async (iam, RoleName, trail) => {
      const created = await iam.send(new CreatePolicyCommand({ PolicyName: trail, PolicyDocument: DENY }));
      await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: created.Policy?.Arn }));
    }),
  },
  'boundary-deny': {
    power,
    title: 'CreatePolicyVersion: a Deny in the boundary of delivery roles',
    expected: /permissions boundary/,
    reported: BY_RULE,
    trail: 'none',
    async act({ attacker: { iam }, administrator, outputs }) {
      const PolicyArn = outputs['DeliveryRoleBoundaryArn'];
      const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
      const { PolicyVersion } = await iam.send(
        new GetPolicyVersionCommand({ PolicyArn, VersionId: Policy?.DefaultVersionId }),
      );
      const original = decodeURIComponent(PolicyVersion?.Document ?? '');
      await iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: DENY, SetAsDefault: true }));
      return () =>
        administrator.iam.send(
          new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: original, SetAsDefault: true }),
        );
    },
  },
};
