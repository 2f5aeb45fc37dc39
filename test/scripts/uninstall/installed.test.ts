import { CloudFormationClient, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { CloudTrailClient, DescribeTrailsCommand } from '@aws-sdk/client-cloudtrail';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import {
  IAMClient,
  ListEntitiesForPolicyCommand,
  ListPoliciesCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
} from '@aws-sdk/client-iam';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import type { ListedStack } from '../../../cli/reads/stacks.ts';
import { clientsFor } from '../../../lambda/aws/clients.ts';
import { type Installed, readInstalled } from '../../../scripts/uninstall/installed.ts';

const cloudFormation = mockClient(CloudFormationClient);
const cloudTrail = mockClient(CloudTrailClient);
const dynamoDb = mockClient(DynamoDBClient);
const iam = mockClient(IAMClient);
const logs = mockClient(CloudWatchLogsClient);

const ACCOUNT = '111122223333';
const arnOf = (path: string) => `arn:aws:iam::${ACCOUNT}:${path}`;
const denied = Object.assign(new Error('no'), { name: 'AccessDenied' });
const HUB: ListedStack = {
  kind: 'hub',
  name: 'Trailmend',
  id: 'id',
  region: 'us-east-1',
  status: 'CREATE_COMPLETE',
  isProtected: false,
  outputs: {},
  parameters: { LogGroupPrefix: '/own/' },
};

beforeEach(() => {
  for (const client of [cloudFormation, cloudTrail, dynamoDb, iam, logs]) client.reset();
  cloudFormation.on(ListStackResourcesCommand).resolves({ StackResourceSummaries: [] });
  cloudTrail.on(DescribeTrailsCommand).resolves({ trailList: [] });
  dynamoDb.on(ListTablesCommand).resolves({ TableNames: [] });
  iam.on(ListRolesCommand).resolves({ Roles: [], IsTruncated: false });
  iam.on(ListPoliciesCommand).resolves({ Policies: [], IsTruncated: false });
  iam.on(ListEntitiesForPolicyCommand).resolves({ IsTruncated: false });
  logs.on(DescribeLogGroupsCommand).resolves({ logGroups: [] });
});

function read(...stacks: readonly ListedStack[]): Promise<Installed> {
  const clients = clientsFor('us-east-1');
  return readInstalled({ clients, regions: ['us-east-1', 'eu-west-1'], hub: 'us-east-1' }, stacks);
}

/** The answer to ListRoles. */
const rolesNamed = (...names: readonly string[]) => ({
  Roles: names.map((name) => ({
    RoleName: name.replace(/^.*\//, ''),
    Arn: arnOf(`role/${name}`),
    Path: '',
    RoleId: '',
    CreateDate: new Date(0),
  })),
  IsTruncated: false,
});

test('finds the delivery roles that trailmend tagged, others with its names, and those of stacks', async () => {
  iam
    .on(ListRolesCommand, { PathPrefix: '/trailmend/' })
    .resolves(rolesNamed('trailmend/trailmend-audit', 'trailmend/trailmend-theirs', 'trailmend/other'));
  const tags = (...keys: readonly string[]) => ({ Tags: keys.map((Key) => ({ Key, Value: '' })), IsTruncated: false });
  iam.on(ListRoleTagsCommand, { RoleName: 'trailmend-audit' }).resolves(tags('team', 'trailmend:trail'));
  iam.on(ListRoleTagsCommand, { RoleName: 'trailmend-theirs' }).resolves(tags('team'));
  iam.on(ListRolesCommand, { PathPrefix: '/trailmend-delivery/' }).resolves(rolesNamed('trailmend-delivery/T-Role'));
  expect((await read()).roles).toEqual([
    { name: 'trailmend-audit', arn: arnOf('role/trailmend/trailmend-audit'), isOwn: true },
    { name: 'trailmend-theirs', arn: arnOf('role/trailmend/trailmend-theirs'), isOwn: false },
    { name: 'T-Role', arn: arnOf('role/trailmend-delivery/T-Role'), isOwn: true },
  ]);
});

test('finds the boundary policies of stacks, with who has them', async () => {
  const boundary = arnOf('policy/trailmend/Trailmend-DeliveryRoleBoundary-1ABC');
  const Policies = [boundary, arnOf('policy/trailmend/other')].map((Arn) => ({ Arn }));
  iam.on(ListPoliciesCommand, { Scope: 'Local', PathPrefix: '/trailmend/' }).resolves({ Policies, IsTruncated: false });
  iam.on(ListEntitiesForPolicyCommand, { PolicyArn: boundary }).resolves({
    PolicyRoles: [{ RoleName: 'role' }],
    PolicyUsers: [{ UserName: 'user' }],
    PolicyGroups: [{ GroupName: 'group' }],
    IsTruncated: false,
  });
  expect((await read()).boundaries).toEqual([{ arn: boundary, holders: ['role', 'user', 'group'] }]);
});

test('finds the tables with the name of a ledger', async () => {
  const names = ['Trailmend-Ledger-1ABC', 'StackSet-Trailmend-1f-2a-Ledger-1ABC'];
  dynamoDb
    .on(ListTablesCommand)
    .resolves({ TableNames: [...names, 'Trailmend-Ledger', 'Bank-Ledger-1ABC', 'MyTrailmendLedger'] });
  expect((await read()).ledgers).toEqual(names);
});

describe('the targets of trails', () => {
  const trail = (name: string) => ({
    TrailARN: `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/${name}`,
    CloudWatchLogsRoleArn: arnOf(`role/${name}`),
  });

  test('are those of every Region, each trail once', async () => {
    const [one, other] = [trail('one'), trail('other')];
    cloudTrail
      .on(DescribeTrailsCommand)
      .resolvesOnce({ trailList: [one] })
      .resolvesOnce({ trailList: [one, other] });
    expect((await read()).trails).toMatchObject({
      read: true,
      value: [one, other].map(({ TrailARN: arn, CloudWatchLogsRoleArn: roleArn }) => ({ arn, roleArn })),
    });
    expect(cloudTrail.commandCalls(DescribeTrailsCommand, { includeShadowTrails: true })).toHaveLength(2);
  });

  test('are unread when those of one Region are', async () => {
    cloudTrail
      .on(DescribeTrailsCommand)
      .resolvesOnce({ trailList: [trail('one')] })
      .rejectsOnce(denied);
    expect((await read()).trails).toEqual({
      read: false,
      why: 'the trails of eu-west-1 are unread: DescribeTrails returned AccessDenied: no',
    });
  });
});

describe('the log groups', () => {
  /** Those of each Region by the prefix of their names; without them, the Region is unread. */
  const named = (regions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>) =>
    logs.on(DescribeLogGroupsCommand).callsFake(async ({ logGroupNamePrefix }, client) => {
      const groups = regions[await client().config.region()];
      if (!groups) throw denied;
      const names = groups[logGroupNamePrefix] ?? [];
      return { logGroups: names.map((logGroupName) => ({ logGroupName, storedBytes: 7 })) };
    });

  test('are those under both prefixes, and that of the function', async () => {
    named({
      'us-east-1': { '/trailmend/': ['/trailmend/audit'], log: ['log'] },
      'eu-west-1': { '/own/': ['/own/audit'] },
    });
    const log = { ResourceType: 'AWS::Logs::LogGroup', PhysicalResourceId: 'log' };
    const resource = {
      LogicalResourceId: '',
      LastUpdatedTimestamp: new Date(0),
      ResourceStatus: 'CREATE_COMPLETE',
    } as const;
    cloudFormation.on(ListStackResourcesCommand).resolves({ StackResourceSummaries: [{ ...resource, ...log }] });
    expect(await read(HUB)).toMatchObject({
      logGroups: [
        { name: 'log', region: 'us-east-1', bytes: 7, isOfFunction: true },
        { name: '/trailmend/audit', region: 'us-east-1', bytes: 7, isOfFunction: false },
        { name: '/own/audit', region: 'eu-west-1', bytes: 7, isOfFunction: false },
      ],
      unreadGroups: [],
    });
  });

  test('of a Region may be unread', async () => {
    named({ 'us-east-1': { '/trailmend/': ['/trailmend/audit'] } });
    expect(await read()).toMatchObject({
      logGroups: [{ name: '/trailmend/audit' }],
      unreadGroups: [{ region: 'eu-west-1', why: 'DescribeLogGroups returned AccessDenied: no' }],
    });
  });
});

test('without a list of the roles nothing is known', async () => {
  iam.on(ListRolesCommand).rejects(denied);
  await expect(read()).rejects.toThrow(
    'What is installed is unread: ListRoles returned AccessDenied: no. Allow the call, or use other credentials.',
  );
});

test('without the tags of a role nothing is known', async () => {
  iam.on(ListRolesCommand, { PathPrefix: '/trailmend/' }).resolves(rolesNamed('trailmend/trailmend-audit'));
  iam.on(ListRoleTagsCommand).rejects(denied);
  await expect(read()).rejects.toThrow(
    'What is installed is unread: ListRoleTags returned AccessDenied: no. Allow the call, or use other credentials.',
  );
});
