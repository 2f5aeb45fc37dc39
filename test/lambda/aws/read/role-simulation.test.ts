import { type EvaluationResult, IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { clientsFor } from '../../../../lambda/aws/clients.ts';
import { simulationOf } from '../../../../lambda/aws/read/role-simulation.ts';
import type { Trail } from '../../../../lambda/core/model/facts.ts';
import { factsWith, ID, PERFECT_TRAIL, read, unread } from '../../../support/perfect-trail.ts';
import { mocked } from '../mocked.ts';

const iam = mocked(IAMClient);
const clients = clientsFor('eu-west-1');
const STREAM = 'arn:aws:logs:us-east-1:111122223333:log-group:audit-logs:log-stream:111122223333_CloudTrail_us-east-1';

const RESULT: EvaluationResult = { EvalActionName: 'logs:PutLogEvents', EvalDecision: 'allowed' };

beforeEach(() => {
  iam.reset();
});

/** The facts of a trail that never delivered. */
function silent(trail: Partial<Trail> = {}) {
  return factsWith({ status: read({ isLogging: true }), trail: read({ ...PERFECT_TRAIL, ...trail }) });
}

test('asks about the two actions on the real stream, from where the function runs', async () => {
  iam.on(SimulatePrincipalPolicyCommand).resolves({ EvaluationResults: [RESULT] });
  expect(await simulationOf(clients, ID, silent())).toMatchObject(read([{ resource: STREAM, decision: 'allowed' }]));
  const [call] = iam.commandCalls(SimulatePrincipalPolicyCommand);
  expect(call?.args[0].input).toEqual({
    PolicySourceArn: PERFECT_TRAIL.roleArn,
    ActionNames: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    ResourceArns: [STREAM],
  });
  expect(await call?.thisValue.config.region()).toBe('eu-west-1');
});

describe('of an organization trail', () => {
  const organization = async () => read('o-exampleorgid');
  const MEMBERS = STREAM.replace(`${ID.account}_`, `o-exampleorgid_${ID.account}_`);

  test('it is asked about the streams of the members too, each by itself', async () => {
    iam
      .on(SimulatePrincipalPolicyCommand, { ResourceArns: [STREAM] })
      .resolves({ EvaluationResults: [RESULT] })
      .on(SimulatePrincipalPolicyCommand, { ResourceArns: [MEMBERS] })
      .resolves({ EvaluationResults: [{ ...RESULT, EvalDecision: 'implicitDeny' }] });
    expect(await simulationOf(clients, ID, silent(), organization)).toMatchObject(
      read([
        { resource: STREAM, decision: 'allowed' },
        { resource: MEMBERS, decision: 'implicitDeny' },
      ]),
    );
  });

  test('it is unread where AWS says nothing of one of the streams', async () => {
    iam
      .on(SimulatePrincipalPolicyCommand)
      .resolves({ EvaluationResults: [RESULT] })
      .on(SimulatePrincipalPolicyCommand, { ResourceArns: [MEMBERS] })
      .resolves({ EvaluationResults: [] });
    expect(await simulationOf(clients, ID, silent(), organization)).toEqual(unread('AWS left it out of its answer'));
  });

  test('it is unread, and nothing is asked, where the organization is', async () => {
    expect(await simulationOf(clients, ID, silent(), async () => unread('no'))).toEqual(unread('no'));
    expect(iam.calls()).toHaveLength(0);
  });

  test('the organization is not asked for where no simulation is needed', async () => {
    const ask = () => Promise.reject(new Error('asked'));
    expect(await simulationOf(clients, ID, factsWith({}), ask)).toEqual(read('not-needed'));
  });
});

describe('is not needed', () => {
  test.each([
    ['where AWS delivered lately', factsWith({})],
    ['without a role', silent({ roleArn: '' })],
    ['for what is no role', silent({ roleArn: 'no ARN' })],
    ['for a role of another account', silent({ roleArn: 'arn:aws:iam::444455556666:role/x' })],
    ['without a group', silent({ logGroupArn: '' })],
    ['on a group elsewhere', silent({ logGroupArn: PERFECT_TRAIL.logGroupArn.replace('us-east-1', 'us-west-2') })],
  ])('%s', async (_name, facts) => {
    expect(await simulationOf(clients, ID, facts)).toEqual(read('not-needed'));
    expect(iam.calls()).toHaveLength(0);
  });
});

describe('the answer', () => {
  test('is taken as it stands beside the action', async () => {
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
    expect(await simulationOf(clients, ID, silent())).toEqual(
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

  test('is taken from what stands beside the resource before', async () => {
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
    expect(await simulationOf(clients, ID, silent())).toMatchObject(
      read([{ decision: 'explicitDeny', allowedByBoundary: false, missingContext: [] }]),
    );
  });

  test('says nothing where AWS left out what matters', async () => {
    iam.on(SimulatePrincipalPolicyCommand).resolves({ EvaluationResults: [{} as EvaluationResult] });
    expect(await simulationOf(clients, ID, silent())).toMatchObject(
      read([{ action: 'undefined', decision: 'undefined' }]),
    );
  });

  test('is unread where it has a hole', async () => {
    const EvaluationResults: EvaluationResult[] = [];
    EvaluationResults.length = 1;
    iam.on(SimulatePrincipalPolicyCommand).resolves({ EvaluationResults });
    expect(await simulationOf(clients, ID, silent())).toMatchObject({
      read: false,
      why: expect.stringContaining('is not understood'),
    });
  });

  test('is unread without results, when AWS refuses, and where the trail is unread', async () => {
    iam.on(SimulatePrincipalPolicyCommand).resolves({});
    expect(await simulationOf(clients, ID, silent())).toEqual(unread('AWS left it out of its answer'));
    iam.on(SimulatePrincipalPolicyCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDenied' }));
    expect(await simulationOf(clients, ID, silent())).toEqual(
      unread('SimulatePrincipalPolicy answered AccessDenied: no'),
    );
    expect(await simulationOf(clients, ID, factsWith({ trail: unread('no') }))).toEqual(unread('no'));
  });
});
