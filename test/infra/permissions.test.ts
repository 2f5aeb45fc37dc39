import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  FILTER_WRITES,
  FORWARDER_READS,
  ORGANIZATION_READS,
  READS,
  ROLE_WRITES,
  statementsFor,
  WRITES,
} from '../../infra/permissions.ts';
import type { Operation } from '../../lambda/core/model/step.ts';
import { deployed } from './deployed.ts';
import { allows, type Call, listed, type Statement, statementsOf } from './iam.ts';
import { synthesized, type Template } from './synthesis.ts';

const A = '111122223333';
const TRAIL = `arn:aws:cloudtrail:ap-southeast-2:${A}:trail/audit`;
const OTHER_TRAIL = 'arn:aws:cloudtrail:ap-southeast-2:999988887777:trail/audit';
const ROLE = `arn:aws:iam::${A}:role/trailmend/trailmend-audit-ap-southeast-2-0a1b2c3d-1`;
const OTHER_ROLE = `arn:aws:iam::${A}:role/Admin`;
const GROUP = `arn:aws:logs:ap-southeast-2:${A}:log-group:/trailmend/audit`;
const OTHER_GROUP = `arn:aws:logs:ap-southeast-2:${A}:log-group:/aws/lambda/theirs`;
const OWN_BOUNDARY = 'ref:DeliveryRoleBoundary';
const withOwnBoundary = { 'iam:PermissionsBoundary': OWN_BOUNDARY };
const OWN_BUS = `arn:aws:events:eu-west-1:${A}:event-bus/default`;
const ownProbe = { 'events:source': ['trailmend'], 'events:detail-type': ['Trailmend Probe'] };
const ownEvent = { 'events:source': ['trailmend'], 'events:detail-type': ['Trail Outcome'] };
const withOwnTag = { 'aws:TagKeys': ['trailmend:trail'] };
const excluded = { 'aws:ResourceTag/trailmend:exclude': 'true' };

const WRITE_CALLS: Readonly<Record<Operation, readonly Call[]>> = {
  StartLogging: [{ action: 'cloudtrail:StartLogging', resource: TRAIL }],
  // CloudWatch Logs authorizes a log group by its name, or by its streams.
  CreateLogGroup: [
    { action: 'logs:CreateLogGroup', resource: `${GROUP}:log-stream:` },
    { action: 'logs:CreateLogGroup', resource: GROUP },
    { action: 'logs:TagResource', resource: `${GROUP}:log-stream:`, context: withOwnTag },
    { action: 'logs:TagResource', resource: GROUP },
  ],
  PutRetentionPolicy: [
    { action: 'logs:PutRetentionPolicy', resource: `${GROUP}:log-stream:` },
    { action: 'logs:PutRetentionPolicy', resource: GROUP },
  ],
  PutMetricFilter: [
    { action: 'logs:PutMetricFilter', resource: `${GROUP}:log-stream:` },
    { action: 'logs:PutMetricFilter', resource: GROUP },
  ],
  CreateRole: [
    { action: 'iam:CreateRole', resource: ROLE, context: withOwnBoundary },
    { action: 'iam:TagRole', resource: ROLE, context: withOwnTag },
  ],
  PutRolePolicy: [{ action: 'iam:PutRolePolicy', resource: ROLE, context: withOwnBoundary }],
  UpdateTrail: [
    { action: 'cloudtrail:UpdateTrail', resource: TRAIL },
    { action: 'iam:PassRole', resource: ROLE, context: { 'iam:PassedToService': 'cloudtrail.amazonaws.com' } },
  ],
};

const READ_CALLS: readonly Call[] = [
  { action: 'cloudtrail:DescribeTrails', resource: '*' },
  { action: 'cloudtrail:GetTrail', resource: TRAIL },
  { action: 'cloudtrail:GetTrail', resource: OTHER_TRAIL },
  { action: 'cloudtrail:GetTrailStatus', resource: OTHER_TRAIL },
  { action: 'cloudtrail:ListTags', resource: TRAIL },
  { action: 'cloudtrail:GetEventSelectors', resource: TRAIL },
  { action: 'logs:DescribeLogGroups', resource: `arn:aws:logs:ap-southeast-2:${A}:log-group::log-stream:` },
  { action: 'logs:ListTagsForResource', resource: GROUP },
  { action: 'iam:GetRole', resource: OTHER_ROLE },
  { action: 'iam:GetRole', resource: `arn:aws:iam::${A}:role/trailmend-function/trailmend-function` },
  { action: 'iam:GetRolePolicy', resource: ROLE },
  { action: 'iam:GetRolePolicy', resource: `arn:aws:iam::${A}:role/trailmend-audit-ap-southeast-2-0a1b2c3d-1` },
  { action: 'iam:GetRolePolicy', resource: `arn:aws:iam::${A}:role/crew/trailmend-audit-ap-southeast-2-0a1b2c3d-1` },
  { action: 'iam:ListRolePolicies', resource: ROLE },
  { action: 'iam:ListAttachedRolePolicies', resource: ROLE },
  { action: 'dynamodb:GetItem', resource: 'Ledger.Arn' },
  { action: 'dynamodb:BatchGetItem', resource: 'Ledger.Arn' },
  { action: 'dynamodb:UpdateItem', resource: 'Ledger.Arn' },
  { action: 'ec2:DescribeRegions', resource: '*' },
  { action: 'events:DescribeRule', resource: `arn:aws:events:eu-west-1:${A}:rule/trailmend-trail-changes` },
  { action: 'events:ListTargetsByRule', resource: `arn:aws:events:eu-west-1:${A}:rule/trailmend-trail-changes` },
  { action: 'iam:SimulatePrincipalPolicy', resource: OTHER_ROLE },
  { action: 'sns:Publish', resource: 'ref:Topic' },
  { action: 'events:PutEvents', resource: OWN_BUS, context: ownEvent },
  { action: 'events:PutEvents', resource: OWN_BUS, context: ownProbe },
  { action: 'sns:ListSubscriptionsByTopic', resource: 'ref:Topic' },
  { action: 'sns:GetSubscriptionAttributes', resource: 'ref:Topic' },
  { action: 'logs:CreateLogStream', resource: 'RemediatorLog.Arn' },
  { action: 'logs:PutLogEvents', resource: 'RemediatorLog.Arn' },
  { action: 'sqs:SendMessage', resource: 'RemediatorFailureQueue.Arn' },
];

const DENIED_CALLS: Readonly<Record<string, Call>> = {
  'a delivery role without a boundary': { action: 'iam:CreateRole', resource: ROLE },
  'a delivery role with another boundary': {
    action: 'iam:CreateRole',
    resource: ROLE,
    context: { 'iam:PermissionsBoundary': 'arn:aws:iam::aws:policy/AdministratorAccess' },
  },
  'a role outside the path': { action: 'iam:CreateRole', resource: OTHER_ROLE, context: withOwnBoundary },
  'a role on the path of the function': {
    action: 'iam:CreateRole',
    resource: `arn:aws:iam::${A}:role/trailmend-function/trailmend-x`,
    context: withOwnBoundary,
  },
  'a policy on a role without the boundary': { action: 'iam:PutRolePolicy', resource: ROLE },
  'a policy on another role': { action: 'iam:PutRolePolicy', resource: OTHER_ROLE, context: withOwnBoundary },
  'a read of the policy of another role': { action: 'iam:GetRolePolicy', resource: OTHER_ROLE },
  'a list of the policies of another role': { action: 'iam:ListRolePolicies', resource: OTHER_ROLE },
  'a list of the policies attached to another role': { action: 'iam:ListAttachedRolePolicies', resource: OTHER_ROLE },
  'the event selectors of another account': { action: 'cloudtrail:GetEventSelectors', resource: OTHER_TRAIL },
  'the tags of another log group': { action: 'logs:ListTagsForResource', resource: OTHER_GROUP },
  'a managed policy on a role': { action: 'iam:AttachRolePolicy', resource: ROLE, context: withOwnBoundary },
  'a change of a trust policy': { action: 'iam:UpdateAssumeRolePolicy', resource: ROLE },
  'the removal of a boundary': { action: 'iam:DeleteRolePermissionsBoundary', resource: ROLE },
  'another tag on a delivery role': {
    action: 'iam:TagRole',
    resource: ROLE,
    context: { 'aws:TagKeys': ['trailmend:trail', 'team'] },
  },
  'another role passed to CloudTrail': {
    action: 'iam:PassRole',
    resource: OTHER_ROLE,
    context: { 'iam:PassedToService': 'cloudtrail.amazonaws.com' },
  },
  'a delivery role passed to Lambda': {
    action: 'iam:PassRole',
    resource: ROLE,
    context: { 'iam:PassedToService': 'lambda.amazonaws.com' },
  },
  'a log group without the prefix': { action: 'logs:CreateLogGroup', resource: OTHER_GROUP },
  'the retention of another log group': { action: 'logs:PutRetentionPolicy', resource: OTHER_GROUP },
  'a tag on another log group': { action: 'logs:TagResource', resource: OTHER_GROUP, context: withOwnTag },
  'another tag on a log group with the prefix': {
    action: 'logs:TagResource',
    resource: GROUP,
    context: { 'aws:TagKeys': ['team'] },
  },
  'a metric filter of another log group': { action: 'logs:PutMetricFilter', resource: OTHER_GROUP },
  'a read of the events of a log group': { action: 'logs:FilterLogEvents', resource: GROUP },
  'a subscription filter': { action: 'logs:PutSubscriptionFilter', resource: GROUP },
  'the deletion of a metric filter': { action: 'logs:DeleteMetricFilter', resource: GROUP },
  'a change of an alarm': { action: 'cloudwatch:PutMetricAlarm', resource: '*' },
  'the removal of a retention': { action: 'logs:DeleteRetentionPolicy', resource: GROUP },
  'an update of an excluded trail': { action: 'cloudtrail:UpdateTrail', resource: TRAIL, context: excluded },
  'a start of an excluded trail': { action: 'cloudtrail:StartLogging', resource: TRAIL, context: excluded },
  'an update of a trail of another account': { action: 'cloudtrail:UpdateTrail', resource: OTHER_TRAIL },
  'the stop of a trail': { action: 'cloudtrail:StopLogging', resource: TRAIL },
  'a change of event selectors': { action: 'cloudtrail:PutEventSelectors', resource: TRAIL },
  'a change of a bucket policy': { action: 's3:PutBucketPolicy', resource: 'arn:aws:s3:::trail-bucket' },
  'a message to another topic': { action: 'sns:Publish', resource: `arn:aws:sns:eu-west-1:${A}:theirs` },
  'an event on another bus': {
    action: 'events:PutEvents',
    resource: `arn:aws:events:eu-west-1:${A}:event-bus/theirs`,
    context: ownEvent,
  },
  'an event on the default bus of another Region': {
    action: 'events:PutEvents',
    resource: `arn:aws:events:us-east-1:${A}:event-bus/default`,
    context: ownEvent,
  },
  'a probe on the default bus of another Region, without forwarders': {
    action: 'events:PutEvents',
    resource: `arn:aws:events:us-east-1:${A}:event-bus/default`,
    context: ownProbe,
  },
  'a probe on another bus': {
    action: 'events:PutEvents',
    resource: `arn:aws:events:eu-west-1:${A}:event-bus/theirs`,
    context: ownProbe,
  },
  'an event of another source in one request with an own event': {
    action: 'events:PutEvents',
    resource: OWN_BUS,
    context: { ...ownEvent, 'events:source': ['trailmend', 'theirs'] },
  },
  'an event of another type': {
    action: 'events:PutEvents',
    resource: OWN_BUS,
    context: { ...ownEvent, 'events:detail-type': ['Order Paid'] },
  },
  'a write to another table': {
    action: 'dynamodb:UpdateItem',
    resource: `arn:aws:dynamodb:eu-west-1:${A}:table/theirs`,
  },
  'the deletion of a ledger item': { action: 'dynamodb:DeleteItem', resource: 'Ledger.Arn' },
  'a scan of the ledger': { action: 'dynamodb:Scan', resource: 'Ledger.Arn' },
  'the deletion of the ledger': { action: 'dynamodb:DeleteTable', resource: 'Ledger.Arn' },
  'a read of the failure queue': { action: 'sqs:ReceiveMessage', resource: 'RemediatorFailureQueue.Arn' },
};

let template: Template;
beforeAll(async () => {
  ({ template } = (await synthesized()).alone);
});

const inMode = (mode: string, values: Readonly<Record<string, string>> = {}): readonly Statement[] =>
  statementsOf('FunctionRole', deployed(template, { ...values, Mode: mode }));
const allowed = (statements: readonly Statement[]) => statements.filter(({ Effect }) => Effect === 'Allow');

/** The parameter values that add permissions. */
const ALL_PERMISSIONS = { MetricFilters: 'cis', ChatTopic: 'create' };

describe.each(Object.entries(WRITE_CALLS))('%s', (_, calls) => {
  test.each([
    ['fix', true],
    ['dry-run', false],
  ])('is allowed in mode %s: %s', (mode, isAllowed) => {
    const statements = inMode(mode, ALL_PERMISSIONS);
    expect(calls.filter((call) => allows(statements, call) !== isAllowed)).toEqual([]);
  });
});

test.each(['fix', 'dry-run'])('every read and every notification is allowed in mode %s', (mode) => {
  const statements = inMode(mode);
  expect(READ_CALLS.filter((call) => !allows(statements, call))).toEqual([]);
});

test.each(Object.entries(DENIED_CALLS))('%s is denied', (_, call) => {
  expect(allows(inMode('fix', ALL_PERMISSIONS), call)).toBe(false);
});

test('in mode dry-run the only writes that a statement allows are to the ledger, topics, bus, log and failure queue of trailmend', () => {
  const actions = allowed(inMode('dry-run', ALL_PERMISSIONS)).flatMap(({ Action }) => listed(Action));
  const writes = actions.filter((action) => !/:(Get|BatchGet|List|Describe|Simulate)[A-Za-z]+$/.test(action));
  expect(writes.sort()).toEqual([
    'dynamodb:UpdateItem',
    'events:PutEvents',
    'events:PutEvents',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    'sns:Publish',
    'sqs:SendMessage',
  ]);
});

test('no statement allows a deletion, a detachment, or an action with a wildcard', () => {
  const actions = allowed(inMode('fix', ALL_PERMISSIONS)).flatMap(({ Action }) => listed(Action));
  expect(actions.length).toBeGreaterThan(0);
  expect(actions.filter((action) => /Delete|Detach|Remove|Untag|Stop|\*/.test(action))).toEqual([]);
});

describe('with the role of the stack', () => {
  const STACK_ROLE = 'StackDeliveryRole.Arn';
  const pass = (resource: string): Call => ({
    action: 'iam:PassRole',
    resource,
    context: { 'iam:PassedToService': 'cloudtrail.amazonaws.com' },
  });
  const statements = (mode: string) => inMode(mode, { ...ALL_PERMISSIONS, DeliveryRole: 'stack' });

  test('the function may pass this role in mode fix, and no other one', () => {
    expect(allows(statements('fix'), pass(STACK_ROLE))).toBe(true);
    expect(allows(statements('fix'), pass(ROLE))).toBe(false);
    expect(allows(statements('dry-run'), pass(STACK_ROLE))).toBe(false);
    expect(allows(inMode('fix'), pass(STACK_ROLE))).toBe(false);
  });

  test('the function may make every other write of a plan, and has no permission to write roles', () => {
    const { CreateRole, PutRolePolicy, UpdateTrail, ...others } = WRITE_CALLS;
    const calls = [...Object.values(others).flat(), ...UpdateTrail.slice(0, 1)];
    expect(calls.filter((call) => !allows(statements('fix'), call))).toEqual([]);
    expect([...CreateRole, ...PutRolePolicy].filter((call) => allows(statements('fix'), call))).toEqual([]);
    const actions = allowed(statements('fix')).flatMap(({ Action }) => listed(Action));
    expect(actions.filter((action) => /^iam:(?!Get|List|Simulate)/.test(action))).toEqual(['iam:PassRole']);
  });

  test.each([
    ['false', ['log-stream:111122223333_CloudTrail_*']],
    ['true', ['log-stream:111122223333_CloudTrail_*', 'log-stream:o-*_*']],
  ])(
    'with OrganizationTrails %s the role writes %j of the log groups with the prefix',
    (OrganizationTrails, streams) => {
      const resources = deployed(template, { DeliveryRole: 'stack', OrganizationTrails });
      expect(statementsOf('StackDeliveryRole', resources)).toEqual(
        streams.map((stream) => ({
          Effect: 'Allow',
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          Resource: `arn:aws:logs:*:${A}:log-group:/trailmend/*:${stream}`,
        })),
      );
    },
  );

  test('it is retained when the stack is deleted, and absent without the parameter', () => {
    const role = deployed(template, { DeliveryRole: 'stack' })['StackDeliveryRole'];
    expect(role).toMatchObject({
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: { Path: '/trailmend-delivery/' },
    });
    expect(role?.Properties).not.toHaveProperty('RoleName');
    expect(deployed(template)).not.toHaveProperty('StackDeliveryRole');
  });
});

test('every write names its resources', () => {
  const unlimited = allowed(inMode('fix', ALL_PERMISSIONS)).filter(({ Resource }) => listed(Resource).includes('*'));
  expect(unlimited.flatMap(({ Action }) => listed(Action)).toSorted()).toEqual([
    'cloudtrail:DescribeTrails',
    'ec2:DescribeRegions',
    'logs:DescribeLogGroups',
  ]);
});

const REQUIRED = `arn:aws:iam::${A}:policy/corporate`;
const roleWith = (boundary: string): Call => ({
  action: 'iam:CreateRole',
  resource: ROLE,
  context: { 'iam:PermissionsBoundary': boundary },
});
const groupNamed = (name: string): Call => ({
  action: 'logs:CreateLogGroup',
  resource: `arn:aws:logs:eu-west-1:${A}:log-group:${name}`,
});
const METRIC_FILTER: Call = { action: 'logs:PutMetricFilter', resource: GROUP };

test.each<[string, Readonly<Record<string, string>>, boolean, Call]>([
  [
    'a role with the boundary that the account requires',
    { PermissionsBoundaryArn: REQUIRED },
    true,
    roleWith(REQUIRED),
  ],
  ['a role with the boundary of trailmend', { PermissionsBoundaryArn: REQUIRED }, false, roleWith(OWN_BOUNDARY)],
  ['a log group with the prefix that is set', { LogGroupPrefix: 'audit-' }, true, groupNamed('audit-main')],
  ['a log group with the default prefix', { LogGroupPrefix: 'audit-' }, false, groupNamed('/trailmend/main')],
  ['a metric filter', ALL_PERMISSIONS, true, METRIC_FILTER],
  ['a metric filter', {}, false, METRIC_FILTER],
])('%s with the parameters %j is allowed: %s', (_what, values, isAllowed, call) => {
  expect(allows(inMode('fix', values), call)).toBe(isAllowed);
});

const ORGANIZATION_TRAIL_CALLS: readonly Call[] = [
  { action: 'organizations:ListAccounts', resource: '*' },
  { action: 'organizations:ListAWSServiceAccessForOrganization', resource: '*' },
  {
    action: 'organizations:EnableAWSServiceAccess',
    resource: '*',
    context: { 'organizations:ServicePrincipal': 'cloudtrail.amazonaws.com' },
  },
  {
    action: 'iam:CreateServiceLinkedRole',
    resource: `arn:aws:iam::${A}:role/aws-service-role/cloudtrail.amazonaws.com/AWSServiceRoleForCloudTrail`,
    context: { 'iam:AWSServiceName': 'cloudtrail.amazonaws.com' },
  },
];

describe('permissions of an organization', () => {
  const managementAccount = { OrganizationTrails: 'true' };
  const organizationActions = (statements: readonly Statement[]) =>
    allowed(statements)
      .flatMap(({ Action }) => listed(Action))
      .filter((action) => /^organizations:|ServiceLinkedRole/.test(action));

  test.each(['fix', 'dry-run'])('are not in the role in mode %s without OrganizationTrails true', (mode) => {
    expect(organizationActions(inMode(mode))).toEqual([]);
  });

  test('are a read in both modes, and the permissions that UpdateTrail requires in mode fix only', () => {
    expect(organizationActions(inMode('dry-run', managementAccount))).toEqual(['organizations:DescribeOrganization']);
    const statements = inMode('fix', managementAccount);
    expect(ORGANIZATION_TRAIL_CALLS.filter((call) => !allows(statements, call))).toEqual([]);
  });

  test('allow trusted access for CloudTrail only, and do not allow its removal', () => {
    const statements = inMode('fix', managementAccount);
    const others = ORGANIZATION_TRAIL_CALLS.filter(({ context }) => context !== undefined);
    expect(others).toHaveLength(2);
    for (const { action, resource, context = {} } of others) {
      const [key = ''] = Object.keys(context);
      expect(allows(statements, { action, resource })).toBe(false);
      expect(allows(statements, { action, resource, context: { [key]: 'config.amazonaws.com' } })).toBe(false);
    }
    const trusted = { 'organizations:ServicePrincipal': 'cloudtrail.amazonaws.com' };
    const end: Call = { action: 'organizations:DisableAWSServiceAccess', resource: '*', context: trusted };
    expect(allows(statements, end)).toBe(false);
  });
});

test('the role can use the key of the topic only if one is set', () => {
  const key = `arn:aws:kms:eu-west-1:${A}:key/1234abcd`;
  const use: Call = { action: 'kms:GenerateDataKey', resource: key };
  expect(allows(inMode('dry-run', { TopicKmsKeyArn: key }), use)).toBe(true);
  expect(
    inMode('fix')
      .flatMap(({ Action }) => listed(Action))
      .filter((action) => action.startsWith('kms:')),
  ).toEqual([]);
});

test('the role can use the key of the ledger only if one is set, and only through DynamoDB', () => {
  const key = `arn:aws:kms:eu-west-1:${A}:key/1234abcd`;
  const statements = inMode('dry-run', { DataKmsKeyArn: key });
  const through = (service?: string): Call => ({
    action: 'kms:Decrypt',
    resource: key,
    context: service === undefined ? {} : { 'kms:ViaService': service },
  });
  expect(allows(statements, through('dynamodb.eu-west-1.amazonaws.com'))).toBe(true);
  for (const other of [undefined, 's3.eu-west-1.amazonaws.com', 'dynamodb.us-east-1.amazonaws.com']) {
    expect(allows(statements, through(other))).toBe(false);
  }
});

test('in China the permissions have the partition aws-cn', () => {
  const statements = inMode('fix', { 'AWS::Partition': 'aws-cn' });
  const elsewhere = statements.flatMap(({ Resource }) => listed(Resource)).filter((arn) => arn.startsWith('arn:aws:'));
  expect(elsewhere).toEqual([]);
});

test('SECURITY.md names every action that the role can have', () => {
  const page = readFileSync(fileURLToPath(new URL('../../SECURITY.md', import.meta.url)), 'utf8');
  const key = `arn:aws:kms:eu-west-1:${A}:key/1234abcd`;
  const most = inMode('fix', {
    ...ALL_PERMISSIONS,
    OrganizationTrails: 'true',
    TopicKmsKeyArn: key,
    DataKmsKeyArn: key,
  });
  const actions = new Set(allowed(most).flatMap(({ Action }) => listed(Action)));
  expect([...actions].filter((action) => !page.includes(`\`${action}\``))).toEqual([]);
});

test('the tables contain exactly the calls that the function makes', () => {
  const services: Readonly<Record<string, string>> = { 'cloudwatch-logs': 'logs', eventbridge: 'events' };
  const used = sources(fileURLToPath(new URL('../../lambda', import.meta.url))).flatMap((source) =>
    [...source.matchAll(/import (?!type)\{([^}]*)\} from '@aws-sdk\/client-([a-z0-9-]+)'/g)].flatMap(
      ([, names = '', client = '']) =>
        [...names.matchAll(/\b(?:paginate(\w+)|(\w+)Command)\b/g)].map(
          ([, paginated, sent]) => `${services[client] ?? client}:${paginated ?? sent}`,
        ),
    ),
  );
  const scope = {
    partition: 'aws',
    account: A,
    region: 'r',
    logGroupPrefix: '/',
    deliveryRoleBoundaryArn: 'b',
    stackRoleArn: 'r',
    topicArns: ['t'],
    ledgerArn: 'l',
    eventRegions: '*',
  };
  const { PassRole: _, ...WRITES_OF_ROLES } = ROLE_WRITES;
  const granted = Object.entries({ ...WRITES, ...WRITES_OF_ROLES, ...FILTER_WRITES }).map(([operation, grant]) => {
    const actions = statementsFor({ [operation]: grant }, scope).flatMap(({ actions = [] }) => actions);
    return actions.find((action) => action.endsWith(`:${operation}`));
  });
  expect([...new Set(used)].sort()).toEqual(
    [...Object.keys({ ...READS, ...FORWARDER_READS, ...ORGANIZATION_READS }), ...granted].sort(),
  );
});

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => readFileSync(join(folder, path), 'utf8'));
}
