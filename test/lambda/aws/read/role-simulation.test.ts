import { type EvaluationResult, IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { DescribeOrganizationCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { clientsFor } from '../../../../lambda/aws/clients.ts';
import { readRoleSimulation } from '../../../../lambda/aws/read/role-simulation.ts';
import type { Fact } from '../../../../lambda/core/model/fact.ts';
import type { Trail } from '../../../../lambda/core/model/trail.ts';
import { ID, PERFECT_TRAIL, read, SETTINGS, settingsWith, unread } from '../../../support/perfect-trail.ts';
import { mocked } from '../mocked.ts';

const iam = mocked(IAMClient);
const organizations = mocked(OrganizationsClient);
const clients = clientsFor('eu-west-1');
const STREAM = 'arn:aws:logs:us-east-1:111122223333:log-group:audit-logs:log-stream:111122223333_CloudTrail_us-east-1';

const RESULT: EvaluationResult = { EvalActionName: 'logs:PutLogEvents', EvalDecision: 'allowed' };

beforeEach(() => {
  iam.reset();
  organizations.reset();
});

function trailWith(changes: Partial<Trail>): Fact<Trail> {
  return read({ ...PERFECT_TRAIL, ...changes });
}

const simulate = (trail: Fact<Trail> = read(PERFECT_TRAIL), settings = SETTINGS) =>
  readRoleSimulation(clients, settings, ID, trail);

test("asks about the two actions on the trail's own stream, from the Region of the function", async () => {
  iam.on(SimulatePrincipalPolicyCommand).resolves({ EvaluationResults: [RESULT] });
  expect(await simulate()).toMatchObject(read([{ resource: STREAM, decision: 'allowed' }]));
  const [call] = iam.commandCalls(SimulatePrincipalPolicyCommand);
  expect(call?.args[0].input).toEqual({
    PolicySourceArn: PERFECT_TRAIL.roleArn,
    ActionNames: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    ResourceArns: [STREAM],
  });
  expect(await call?.thisValue.config.region()).toBe('eu-west-1');
});

describe('for an organization trail', () => {
  const simulateForMembers = () =>
    simulate(trailWith({ isOrganizationTrail: true }), settingsWith({ organizationTrails: true }));
  const Organization = { Id: 'o-exampleorgid', MasterAccountId: ID.account };
  const MEMBERS = STREAM.replace(`${ID.account}_`, `o-exampleorgid_${ID.account}_`);

  test('it asks about the streams of the members too, each by itself', async () => {
    organizations.on(DescribeOrganizationCommand).resolves({ Organization });
    iam
      .on(SimulatePrincipalPolicyCommand, { ResourceArns: [STREAM] })
      .resolves({ EvaluationResults: [RESULT] })
      .on(SimulatePrincipalPolicyCommand, { ResourceArns: [MEMBERS] })
      .resolves({ EvaluationResults: [{ ...RESULT, EvalDecision: 'implicitDeny' }] });
    expect(await simulateForMembers()).toMatchObject(
      read([
        { resource: STREAM, decision: 'allowed' },
        { resource: MEMBERS, decision: 'implicitDeny' },
      ]),
    );
  });

  test('it is unread when AWS says nothing about one of the streams', async () => {
    organizations.on(DescribeOrganizationCommand).resolves({ Organization });
    iam
      .on(SimulatePrincipalPolicyCommand)
      .resolves({ EvaluationResults: [RESULT] })
      .on(SimulatePrincipalPolicyCommand, { ResourceArns: [MEMBERS] })
      .resolves({ EvaluationResults: [] });
    expect(await simulateForMembers()).toEqual(unread('AWS did not return it'));
  });

  test('it is unread, and asks nothing, when the organization is unread', async () => {
    organizations.on(DescribeOrganizationCommand).rejects(Object.assign(new Error('no'), { name: 'X' }));
    expect(await simulateForMembers()).toEqual(unread('DescribeOrganization returned X: no'));
    expect(iam.calls()).toHaveLength(0);
  });

  test('it does not ask for the organization when there is nothing to simulate', async () => {
    const settings = settingsWith({ organizationTrails: true });
    expect(await simulate(trailWith({ isOrganizationTrail: true, roleArn: '' }), settings)).toBe('not-asked');
    expect(organizations.calls()).toHaveLength(0);
  });

  test('it asks about its own stream alone when OrganizationTrails is false', async () => {
    iam.on(SimulatePrincipalPolicyCommand).resolves({ EvaluationResults: [RESULT] });
    expect(await simulate(trailWith({ isOrganizationTrail: true }))).toMatchObject(read([{ resource: STREAM }]));
    expect(organizations.calls()).toHaveLength(0);
  });
});

describe('is not asked for', () => {
  test('in another account than the one of trailmend', async () => {
    expect(await simulate(read(PERFECT_TRAIL), settingsWith({ account: '444455556666' }))).toBe('not-asked');
    expect(iam.calls()).toHaveLength(0);
  });

  test.each([
    ['without a role', trailWith({ roleArn: '' })],
    ['for an ARN that is not that of a role', trailWith({ roleArn: 'no ARN' })],
    ['for a role of another account', trailWith({ roleArn: 'arn:aws:iam::444455556666:role/x' })],
    ['without a group', trailWith({ logGroupArn: '' })],
    ['on a group elsewhere', trailWith({ logGroupArn: PERFECT_TRAIL.logGroupArn.replace('us-east-1', 'us-west-2') })],
  ])('%s', async (_name, trail) => {
    expect(await simulate(trail)).toBe('not-asked');
    expect(iam.calls()).toHaveLength(0);
  });
});

describe('the result', () => {
  test('is the one of the action', async () => {
    iam.on(SimulatePrincipalPolicyCommand).resolves({
      EvaluationResults: [
        {
          EvalActionName: 'logs:PutLogEvents',
          EvalDecision: 'implicitDeny',
          MissingContextValues: ['aws:SourceVpc'],
          OrganizationsDecisionDetail: { AllowedByOrganizations: false },
          PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: true },
        },
      ],
    });
    expect(await simulate()).toEqual(
      read([
        {
          action: 'logs:PutLogEvents',
          resource: STREAM,
          decision: 'implicitDeny',
          allowedByOrganizations: false,
          allowedByBoundary: true,
          missingContext: ['aws:SourceVpc'],
        },
      ]),
    );
  });

  test('is the one of the resource rather than of the action', async () => {
    iam.on(SimulatePrincipalPolicyCommand).resolves({
      EvaluationResults: [
        {
          EvalActionName: 'logs:PutLogEvents',
          EvalDecision: 'allowed',
          ResourceSpecificResults: [
            {
              EvalResourceName: STREAM,
              EvalResourceDecision: 'explicitDeny',
              PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false },
            },
          ],
        },
      ],
    });
    expect(await simulate()).toMatchObject(
      read([{ decision: 'explicitDeny', allowedByBoundary: false, missingContext: [] }]),
    );
  });

  test('says nothing when AWS left out what matters', async () => {
    iam.on(SimulatePrincipalPolicyCommand).resolves({ EvaluationResults: [{} as EvaluationResult] });
    expect(await simulate()).toMatchObject(read([{ action: 'undefined', decision: 'undefined' }]));
  });

  test('is unread when it has a hole', async () => {
    const EvaluationResults: EvaluationResult[] = [];
    EvaluationResults.length = 1;
    iam.on(SimulatePrincipalPolicyCommand).resolves({ EvaluationResults });
    expect(await simulate()).toMatchObject({
      read: false,
      why: expect.stringContaining('does not understand'),
    });
  });

  test('is unread without results, when AWS refuses, and when the trail is unread', async () => {
    iam.on(SimulatePrincipalPolicyCommand).resolves({});
    expect(await simulate()).toEqual(unread('AWS did not return it'));
    iam.on(SimulatePrincipalPolicyCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDenied' }));
    expect(await simulate()).toEqual(unread('SimulatePrincipalPolicy returned AccessDenied: no'));
    expect(await simulate(unread('no'))).toEqual(unread('no'));
  });
});
