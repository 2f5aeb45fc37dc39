import { CloudFormationClient, DeleteStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudTrailClient, DescribeTrailsCommand } from '@aws-sdk/client-cloudtrail';
import { DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListEntitiesForPolicyCommand,
  ListPolicyVersionsCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { clientsFor } from '../../../lambda/aws/clients.ts';
import { deletePlanned } from '../../../scripts/uninstall/delete.ts';
import type { Resource } from '../../../scripts/uninstall/plan.ts';

const cloudFormation = mockClient(CloudFormationClient);
const cloudTrail = mockClient(CloudTrailClient);
const dynamoDb = mockClient(DynamoDBClient);
const iam = mockClient(IAMClient);

const ROLE = { kind: 'delivery role', name: 'role', arn: 'arn:aws:iam::111122223333:role/trailmend/role' } as const;
const BOUNDARY = {
  kind: 'boundary policy',
  name: 'boundary',
  arn: 'arn:aws:iam::111122223333:policy/trailmend/boundary',
} as const;
const LEDGER = { kind: 'ledger', name: 'table', region: 'us-east-1' } as const;
const STACK = {
  kind: 'stack',
  name: 'Trailmend',
  region: 'us-east-1',
  stack: {
    kind: 'hub',
    name: 'Trailmend',
    id: 'arn:aws:cloudformation:us-east-1:111122223333:stack/Trailmend/1',
    region: 'us-east-1',
    status: 'CREATE_COMPLETE',
    isProtected: false,
    outputs: {},
    parameters: {},
  },
} as const;

beforeEach(() => {
  for (const client of [cloudFormation, cloudTrail, dynamoDb, iam]) client.reset();
  cloudFormation.on(DeleteStackCommand).resolves({});
  stackIs('DELETE_COMPLETE');
  cloudTrail.on(DescribeTrailsCommand).resolves({ trailList: [] });
  dynamoDb.on(DeleteTableCommand).resolves({});
  iam.on(ListRolePoliciesCommand).resolves({ PolicyNames: [], IsTruncated: false });
  iam.on(ListAttachedRolePoliciesCommand).resolves({ AttachedPolicies: [], IsTruncated: false });
  iam.on(ListPolicyVersionsCommand).resolves({ Versions: [], IsTruncated: false });
  iam.on(ListEntitiesForPolicyCommand).resolves({ IsTruncated: false });
  iam.on(DeleteRoleCommand).resolves({});
  iam.on(DeletePolicyCommand).resolves({});
});

function stackIs(StackStatus: 'DELETE_COMPLETE' | 'DELETE_FAILED', StackStatusReason?: string): void {
  const stack = { StackName: 'Trailmend', CreationTime: new Date(0), StackStatus };
  cloudFormation
    .on(DescribeStacksCommand)
    .resolves({ Stacks: [{ ...stack, ...(StackStatusReason && { StackStatusReason }) }] });
}

/** Deletes, and returns what the terminal showed, and whether everything was deleted. */
async function deleted(...resources: readonly Resource[]) {
  const plan = resources.map((resource) => ({ action: 'DELETE', resource, why: '', endDelivery: [] }) as const);
  const lines: string[] = [];
  const add = (line: string) => void lines.push(line);
  const clients = clientsFor('us-east-1');
  const account = { clients, regions: ['us-east-1', 'eu-west-1'], hub: 'us-east-1' };
  const isComplete = await deletePlanned(plan, account, { write: add, note: add, progress: () => {} });
  return { lines, isComplete };
}

const callsOf = (client: typeof iam) => client.calls().map(({ args: [command] }) => command.constructor.name);
const denied = Object.assign(new Error('not authorized'), { name: 'AccessDenied' });

test('deletes the stack, and then what it retains', async () => {
  expect(await deleted(STACK, ROLE, BOUNDARY, LEDGER)).toEqual({
    lines: [
      'deleted  stack Trailmend in us-east-1\n',
      'deleted  delivery role role\n',
      'deleted  boundary policy boundary\n',
      'deleted  ledger table\n',
    ],
    isComplete: true,
  });
  expect(cloudFormation.commandCalls(DeleteStackCommand, { StackName: STACK.stack.id })).toHaveLength(1);
  expect(dynamoDb.commandCalls(DeleteTableCommand, { TableName: 'table' })).toHaveLength(1);
});

test('deletes nothing after a stack that CloudFormation does not delete, and says why', async () => {
  stackIs('DELETE_FAILED', 'The following resource(s) failed to delete: [Topic].');
  await expect(deleted(STACK, ROLE, BOUNDARY, LEDGER)).rejects.toThrow(
    'CloudFormation did not delete the stack Trailmend in us-east-1 (DELETE_FAILED: "The following resource(s) failed to delete: [Topic]."). Remove the cause, and try again.',
  );
  expect([...callsOf(iam), ...dynamoDb.calls()]).toEqual([]);
});

describe('a delivery role', () => {
  test('loses its policies before it is deleted', async () => {
    iam.on(ListRolePoliciesCommand).resolves({ PolicyNames: ['own', 'other'], IsTruncated: false });
    iam.on(ListAttachedRolePoliciesCommand).resolves({ AttachedPolicies: [{ PolicyArn: 'arn' }], IsTruncated: false });
    expect((await deleted(ROLE)).isComplete).toBe(true);
    expect(callsOf(iam).filter((name) => name.startsWith('De'))).toEqual([
      DeleteRolePolicyCommand.name,
      DeleteRolePolicyCommand.name,
      DetachRolePolicyCommand.name,
      DeleteRoleCommand.name,
    ]);
  });

  test('that a trail in some Region has named since the plan stays', async () => {
    const TrailARN = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit';
    const named = { trailList: [{ TrailARN, CloudWatchLogsRoleArn: ROLE.arn }] };
    cloudTrail.on(DescribeTrailsCommand).resolvesOnce({ trailList: [] }).resolvesOnce(named);
    expect(await deleted(ROLE)).toEqual({
      lines: [`The delivery role role stays: ${TrailARN} delivers with it.`],
      isComplete: false,
    });
    expect(callsOf(iam)).toEqual([]);
  });

  test('stays when the trails of a Region are unread by then', async () => {
    cloudTrail.on(DescribeTrailsCommand).resolvesOnce({ trailList: [] }).rejectsOnce(denied);
    expect((await deleted(ROLE)).lines).toEqual([
      'The delivery role role stays: the trails of eu-west-1 are unread: DescribeTrails returned AccessDenied: "not authorized"',
    ]);
    expect(callsOf(iam)).toEqual([]);
  });

  test('that does not exist any more is deleted', async () => {
    iam.on(DeleteRoleCommand).rejects(Object.assign(new Error(''), { name: 'NoSuchEntityException' }));
    expect((await deleted(ROLE)).isComplete).toBe(true);
  });

  test('that AWS does not delete is named with the reason, and the rest is deleted', async () => {
    iam.on(DeleteRoleCommand).rejects(denied);
    expect(await deleted(ROLE, LEDGER)).toEqual({
      lines: [
        'The delivery role role stays: DeleteRole returned AccessDenied: "not authorized". Run this again when the cause is removed.',
        'deleted  ledger table\n',
      ],
      isComplete: false,
    });
  });
});

describe('a boundary policy', () => {
  test('loses its earlier versions before it is deleted', async () => {
    const Versions = [
      { VersionId: 'v2', IsDefaultVersion: true },
      { VersionId: 'v1', IsDefaultVersion: false },
    ];
    iam.on(ListPolicyVersionsCommand).resolves({ Versions, IsTruncated: false });
    expect((await deleted(BOUNDARY)).isComplete).toBe(true);
    expect(iam.commandCalls(DeletePolicyVersionCommand).map(({ args: [{ input }] }) => input.VersionId)).toEqual([
      'v1',
    ]);
    expect(iam.commandCalls(DeletePolicyCommand, { PolicyArn: BOUNDARY.arn })).toHaveLength(1);
  });

  test('that a role still has stays', async () => {
    iam.on(ListEntitiesForPolicyCommand).resolves({ PolicyRoles: [{ RoleName: 'other' }], IsTruncated: false });
    expect(await deleted(BOUNDARY)).toEqual({
      lines: ['The boundary policy boundary stays: it is the boundary of other.'],
      isComplete: false,
    });
    expect(iam.commandCalls(DeletePolicyCommand)).toHaveLength(0);
  });
});
