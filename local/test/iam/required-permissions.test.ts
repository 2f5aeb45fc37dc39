import { describe, expect, test } from '@jest/globals';
import type { Call } from '../../gate/call.ts';
import { SERVICES } from '../../iam/permissions/index.ts';
import { policyStore } from '../../iam/policy-store.ts';
import { type RequiredPermission, requiredPermissions } from '../../iam/required-permissions.ts';
import type { ResourceReader } from '../../iam/resource-reader.ts';
import { evaluate } from '../../iam/simulation.ts';
import { ACCOUNT, BOUNDARY, fakeEmulator, ROLE } from './fake-emulator.ts';
import { functionCall } from './function-call.ts';

const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/0000`;
const READER: ResourceReader = {
  keyOfTopic: async (arn) => (arn.endsWith('encrypted') ? KEY : undefined),
  key: async () => KEY,
  policyOf: async () => undefined,
  tagsOf: async () => ({}),
  isOrganizationTrail: async (arn) => arn.endsWith('company'),
};
const ALLOW_ALL = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

function required(
  service: string,
  operation: string,
  more: Partial<Call> = {},
): Promise<readonly RequiredPermission[]> {
  const store = policyStore(fakeEmulator(() => ({ boundary: ALLOW_ALL })));
  return requiredPermissions(functionCall(service, operation, more), ACCOUNT, store, READER);
}

const OF_ORGANIZATION = [
  'organizations:DescribeOrganization *',
  'organizations:ListAccounts *',
  'organizations:ListAWSServiceAccessForOrganization *',
  'organizations:EnableAWSServiceAccess *',
  `iam:CreateServiceLinkedRole arn:aws:iam::${ACCOUNT}:role/aws-service-role/cloudtrail.amazonaws.com/AWSServiceRoleForCloudTrail`,
];

/** The action and resource of each required permission. */
async function permissions(
  service: string,
  operation: string,
  input: object = {},
  url = '/',
): Promise<readonly string[]> {
  const found = await required(service, operation, { input: { ...input }, url });
  return found.map(({ action, resource }) => `${action} ${resource}`);
}

describe('every operation in the tables', () => {
  /** Parameters that are sufficient for every operation. */
  const input = {
    ...{ Name: 'some-name', TrailName: 'trail', ResourceId: `arn:aws:cloudtrail:eu-west-1:${ACCOUNT}:trail/t` },
    ResourceIdList: [`arn:aws:cloudtrail:eu-west-1:${ACCOUNT}:trail/t`],
    ...{ logGroupName: 'group', logStreamName: 'stream' },
    ...{ RoleName: 'worker', UserName: 'user', GroupName: 'group', PolicyName: 'policy' },
    ...{ PolicyArn: BOUNDARY, PolicySourceArn: ROLE, RoleArn: ROLE, Role: ROLE, RoleARN: ROLE, roleArn: ROLE },
    AWSServiceName: 'cloudtrail.amazonaws.com',
    TopicArn: `arn:aws:sns:eu-west-1:${ACCOUNT}:encrypted`,
    SubscriptionArn: `arn:aws:sns:eu-west-1:${ACCOUNT}:topic:0000`,
    ...{ QueueUrl: `http://127.0.0.1:1/${ACCOUNT}/queue`, QueueName: 'queue', FunctionName: 'fn', KeyId: 'alias/k' },
    ...{ StackName: 'Stack', TableName: 'table', Rule: 'rule', Target: { RoleArn: ROLE } },
    ...{ Entries: [{}], Targets: [{ RoleArn: ROLE }], RequestItems: { table: [] } },
    TransactItems: ['Get', 'Put', 'Update', 'Delete', 'ConditionCheck'].map((kind) => ({
      [kind]: { TableName: 'table' },
    })),
    ...{ CloudWatchLogsRoleArn: ROLE, Tags: [{ Key: 'k', Value: 'v' }], TagsList: [{ Key: 'k' }], tags: { k: 'v' } },
  };
  const URLS: Readonly<Record<string, string>> = {
    lambda: '/2015-03-31/functions/fn',
    scheduler: '/schedules/schedule',
  };
  /** The resources that these services tag. */
  const TAGGED: Readonly<Record<string, object>> = {
    sns: { ResourceArn: input.TopicArn },
    events: { ResourceARN: `arn:aws:events:eu-west-1:${ACCOUNT}:rule/r` },
    dynamodb: { ResourceArn: `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/t` },
  };
  const operations = Object.entries(SERVICES).flatMap(([service, { operations: listed }]) =>
    Object.keys(listed).map((operation) => [service, operation] as const),
  );

  test.each(operations)('requires permissions that AWS knows: %s %s', async (service, operation) => {
    const isObject = /Object$/.test(operation);
    const url = service === 's3' ? `/bucket${isObject ? '/key' : ''}` : (URLS[service] ?? '/');
    const found = await required(service, operation, { input: { ...input, ...TAGGED[service] }, url });
    expect(found.length > 0 || operation === 'GetCallerIdentity').toBe(true);
    for (const { action, resource, keys, unknown } of found) {
      expect(unknown).toBeUndefined();
      const principal = `arn:aws:sts::${ACCOUNT}:assumed-role/worker/session`;
      const identityPolicies = [{ name: 'anything', document: ALLOW_ALL }];
      const inquiry = { principal, action, resource, resourceAccount: ACCOUNT, context: keys, identityPolicies };
      const trust = { ...ALLOW_ALL, Statement: [{ ...ALLOW_ALL.Statement[0], Principal: '*', Action: '*' }] };
      const resourcePolicy = { name: 'resource', document: trust };
      const withTrust = /^(kms|sts):/.test(action) ? { resourcePolicy } : {};
      expect({ action, resource, ...(await evaluate({ ...inquiry, ...withTrust, controls: [] })) }).toMatchObject({
        verdict: 'allowed',
      });
    }
  });
});

test('PutEvents requires permissions on the buses, with the sources and types of all events', async () => {
  const Entries = [
    { Source: 'a', DetailType: 'A', Detail: '{}' },
    { Source: 'b', DetailType: 'B', Detail: '{}', EventBusName: 'default' },
    { Detail: '{}', EventBusName: 'other' },
  ];
  const found = await required('events', 'PutEvents', { input: { Entries } });
  expect(found.map(({ resource }) => resource.split(':').at(-1))).toEqual(['event-bus/default', 'event-bus/other']);
  for (const { keys } of found) {
    expect(keys).toMatchObject({ 'events:source': ['a', 'b'], 'events:detail-type': ['A', 'B'] });
  }
});

describe('the required permissions', () => {
  const group = `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:/t/x`;
  const pass = `iam:PassRole ${ROLE}`;

  test.each([
    [
      'a trail by its name',
      ['cloudtrail', 'GetTrail', { Name: 'a' }],
      [`cloudtrail:GetTrail arn:aws:cloudtrail:eu-west-1:${ACCOUNT}:trail/a`],
    ],
    [
      'a trail by its ARN, elsewhere',
      ['cloudtrail', 'GetTrail', { Name: 'arn:aws:cloudtrail:us-east-1:999988887777:trail/b' }],
      ['cloudtrail:GetTrail arn:aws:cloudtrail:us-east-1:999988887777:trail/b'],
    ],
    [
      'a log group in both forms, and its tagging in one',
      ['logs', 'CreateLogGroup', { logGroupName: '/t/x', tags: { k: 'v' } }],
      [`logs:CreateLogGroup ${group}:log-stream:`, `logs:CreateLogGroup ${group}`, `logs:TagResource ${group}`],
    ],
    [
      'a log group by its identifier',
      ['logs', 'PutDataProtectionPolicy', { logGroupIdentifier: `${group}:*` }],
      [`logs:PutDataProtectionPolicy ${group}:log-stream:`, `logs:PutDataProtectionPolicy ${group}`],
    ],
    [
      'two actions for an account policy of retentions',
      ['logs', 'PutAccountPolicy', { policyType: 'RETENTION_POLICY' }],
      ['logs:PutAccountPolicy *', `logs:PutRetentionPolicy arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:*`],
    ],
    [
      'one action for an account policy of another type',
      ['logs', 'DeleteAccountPolicy', { policyType: 'TRANSFORMER_POLICY' }],
      ['logs:DeleteAccountPolicy *'],
    ],
    [
      'no tagging without tags',
      ['logs', 'CreateLogGroup', { logGroupName: '/t/x' }],
      [`logs:CreateLogGroup ${group}:log-stream:`, `logs:CreateLogGroup ${group}`],
    ],
    [
      'a new role under its path, and its tagging',
      ['iam', 'CreateRole', { RoleName: 'r', Path: '/a/b/', 'Tags.member.1.Key': 'k', 'Tags.member.1.Value': 'v' }],
      [`iam:CreateRole arn:aws:iam::${ACCOUNT}:role/a/b/r`, `iam:TagRole arn:aws:iam::${ACCOUNT}:role/a/b/r`],
    ],
    ['a role by its stored path', ['iam', 'PutRolePolicy', { RoleName: 'worker' }], [`iam:PutRolePolicy ${ROLE}`]],
    [
      'a role that does not exist without a path',
      ['iam', 'GetRole', { RoleName: 'nobody' }],
      [`iam:GetRole arn:aws:iam::${ACCOUNT}:role/nobody`],
    ],
    [
      'the role that a trail is given',
      ['cloudtrail', 'UpdateTrail', { Name: 'a', CloudWatchLogsRoleArn: ROLE }],
      [`cloudtrail:UpdateTrail arn:aws:cloudtrail:eu-west-1:${ACCOUNT}:trail/a`, pass],
    ],
    [
      'no role where it is blanked',
      ['cloudtrail', 'UpdateTrail', { Name: 'a', CloudWatchLogsRoleArn: '' }],
      [`cloudtrail:UpdateTrail arn:aws:cloudtrail:eu-west-1:${ACCOUNT}:trail/a`],
    ],
    [
      "what an organization's trail takes",
      ['cloudtrail', 'UpdateTrail', { Name: 'company' }],
      [`cloudtrail:UpdateTrail arn:aws:cloudtrail:eu-west-1:${ACCOUNT}:trail/company`, ...OF_ORGANIZATION],
    ],
    [
      'the same where a trail becomes one',
      ['cloudtrail', 'UpdateTrail', { Name: 'a', IsOrganizationTrail: true }],
      [`cloudtrail:UpdateTrail arn:aws:cloudtrail:eu-west-1:${ACCOUNT}:trail/a`, ...OF_ORGANIZATION],
    ],
    [
      'the key of an encrypted topic',
      ['sns', 'Publish', { TopicArn: `arn:aws:sns:eu-west-1:${ACCOUNT}:encrypted` }],
      [`sns:Publish arn:aws:sns:eu-west-1:${ACCOUNT}:encrypted`, `kms:Decrypt ${KEY}`, `kms:GenerateDataKey ${KEY}`],
    ],
    [
      'a queue by its URL',
      ['sqs', 'SendMessageBatch', { QueueUrl: `http://h/${ACCOUNT}/q` }],
      [`sqs:SendMessage arn:aws:sqs:eu-west-1:${ACCOUNT}:q`],
    ],
    ['nothing', ['sts', 'GetCallerIdentity', {}], []],
    ['anything, by an operation without a table', ['ec2', 'DescribeRegions', {}], ['ec2:DescribeRegions *']],
  ] as const)('%s', async (_, [service, operation, input], expected) => {
    expect(await permissions(service, operation, input)).toEqual(expected);
  });

  test('the bucket or object of a call is in its path', async () => {
    expect(await permissions('s3', 'PutBucketPolicy', {}, '/b?policy')).toEqual(['s3:PutBucketPolicy arn:aws:s3:::b']);
    expect(await permissions('s3', 'HeadObject', {}, '/b/k%20/l')).toEqual(['s3:GetObject arn:aws:s3:::b/k /l']);
  });

  test.each([
    ['ec2', 'RunInstances'],
    ['cloudtrail', 'Levitate'],
    ['s3', 'GET /bucket/?website'],
    ['unknown', 'GET /_ministack/state'],
  ])('are unknown for %s %s', async (service, operation) => {
    expect(await required(service, operation)).toEqual([expect.objectContaining({ unknown: true })]);
  });
});

describe('the condition keys of a request', () => {
  const keysOf = async (service: string, operation: string, input: object) =>
    (await required(service, operation, { input: { ...input } })).map(({ keys }) => keys);
  const tags = { 'aws:TagKeys': ['k'], 'aws:RequestTag/k': 'v' };

  test('the boundary of a new role, and its tags', async () => {
    const input = { RoleName: 'r', PermissionsBoundary: 'arn:b', 'Tags.member.1.Key': 'k', 'Tags.member.1.Value': 'v' };
    expect(await keysOf('iam', 'CreateRole', input)).toEqual([{ 'iam:PermissionsBoundary': 'arn:b', ...tags }, tags]);
  });

  test("the role's own boundary when its permissions change", async () => {
    const ofRole = { 'iam:PermissionsBoundary': BOUNDARY };
    const input = { RoleName: 'worker', PolicyArn: 'arn:p', PermissionsBoundary: 'arn:claimed' };
    expect(await keysOf('iam', 'PutRolePolicy', input)).toEqual([ofRole]);
    expect(await keysOf('iam', 'AttachRolePolicy', input)).toEqual([{ ...ofRole, 'iam:PolicyARN': 'arn:p' }]);
    expect(await keysOf('iam', 'PutRolePolicy', { RoleName: 'nobody' })).toEqual([{}]);
  });

  test('the service to which a role is passed', async () => {
    const [, pass] = await keysOf('cloudtrail', 'UpdateTrail', { Name: 'a', CloudWatchLogsRoleArn: ROLE });
    expect(pass).toEqual({ 'iam:PassedToService': 'cloudtrail.amazonaws.com' });
  });

  test('the service that an organization trusts', async () => {
    const trusted = { 'organizations:ServicePrincipal': 'cloudtrail.amazonaws.com' };
    const input = { ServicePrincipal: 'cloudtrail.amazonaws.com' };
    expect(await keysOf('organizations', 'EnableAWSServiceAccess', input)).toEqual([trusted]);
    const all = await keysOf('cloudtrail', 'UpdateTrail', { Name: 'company' });
    expect(all.slice(-2)).toEqual([trusted, { 'iam:AWSServiceName': 'cloudtrail.amazonaws.com' }]);
  });

  test('tags in every form that services accept', async () => {
    expect(await keysOf('logs', 'TagResource', { resourceArn: 'arn:g', tags: { k: 'v' } })).toEqual([tags]);
    const list = { ResourceId: 'arn:t', TagsList: [{ Key: 'k', Value: 'v' }] };
    expect(await keysOf('cloudtrail', 'AddTags', list)).toEqual([tags]);
    expect(await keysOf('iam', 'UntagRole', { RoleName: 'worker', 'TagKeys.member.1': 'k' })).toEqual([
      { 'aws:TagKeys': ['k'] },
    ]);
  });
});
