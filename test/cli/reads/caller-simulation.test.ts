import { GetRoleCommand, IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { beforeEach, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { callerFrom } from '../../../cli/caller.ts';
import { readPolicySource, simulateCalls } from '../../../cli/reads/caller-simulation.ts';
import { clientsFor } from '../../../lambda/aws/clients.ts';

const CLIENTS = clientsFor('us-east-1');
const ROLE = 'arn:aws:iam::111122223333:role/ops/admin';
const iam = mockClient(IAMClient);
beforeEach(() => void iam.reset());

test('a session has the policies of its role, whose ARN has a path', async () => {
  iam.on(GetRoleCommand, { RoleName: 'admin' }).resolves({ Role: { Arn: ROLE } as never });
  const caller = callerFrom('arn:aws:sts::111122223333:assumed-role/admin/dana');
  expect(await readPolicySource(CLIENTS, caller)).toEqual({ read: true, value: ROLE });
  const root = await readPolicySource(CLIENTS, callerFrom('arn:aws:iam::111122223333:root'));
  expect(root).toEqual({ read: false, why: 'IAM simulates only users and roles' });
});

test('IAM gives a result for each resource, alone or within that of the action', async () => {
  iam
    .on(SimulatePrincipalPolicyCommand)
    .resolvesOnce({
      IsTruncated: true,
      Marker: 'more',
      EvaluationResults: [
        {
          EvalActionName: 'logs:CreateLogGroup',
          EvalDecision: 'implicitDeny',
          OrganizationsDecisionDetail: { AllowedByOrganizations: true },
          ResourceSpecificResults: [
            { EvalResourceName: 'one', EvalResourceDecision: 'allowed' },
            { EvalResourceName: 'other', EvalResourceDecision: 'explicitDeny', MissingContextValues: ['aws:SourceIp'] },
          ],
        },
      ],
    })
    .resolvesOnce({
      EvaluationResults: [
        {
          EvalActionName: 'iam:PassRole',
          EvalResourceName: 'role',
          EvalDecision: 'implicitDeny',
          PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false },
        },
      ],
    });
  const calls = [{ actions: ['logs:CreateLogGroup'], resources: ['one', 'other'], context: { 'aws:TagKeys': 'a' } }];
  expect(await simulateCalls(CLIENTS, { read: true, value: ROLE }, calls)).toEqual({
    read: true,
    value: [
      {
        action: 'logs:CreateLogGroup',
        resource: 'one',
        decision: 'allowed',
        allowedByOrganizations: true,
        missingContext: [],
      },
      {
        action: 'logs:CreateLogGroup',
        resource: 'other',
        decision: 'explicitDeny',
        allowedByOrganizations: true,
        missingContext: ['aws:SourceIp'],
      },
      {
        action: 'iam:PassRole',
        resource: 'role',
        decision: 'implicitDeny',
        allowedByBoundary: false,
        missingContext: [],
      },
    ],
  });
  expect(iam.commandCalls(SimulatePrincipalPolicyCommand)[0]?.args[0].input).toMatchObject({
    PolicySourceArn: ROLE,
    ContextEntries: [{ ContextKeyName: 'aws:TagKeys', ContextKeyType: 'string', ContextKeyValues: ['a'] }],
  });
});
