import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  FILTER_READS,
  FILTER_WRITES,
  ORGANIZATION_READS,
  READS,
  statementsFor,
  WRITES,
} from '../../infra/permissions.ts';
import type { Operation } from '../../lambda/core/step.ts';
import { deployed } from './deployed.ts';
import { allows, type Call, listed, type Statement, statementsOf } from './iam.ts';
import { synthesized, type Template } from './synthesis.ts';

const A = '111122223333';
const TRAIL = `arn:aws:cloudtrail:ap-southeast-2:${A}:trail/audit`;
const FOREIGN_TRAIL = 'arn:aws:cloudtrail:ap-southeast-2:999988887777:trail/audit';
const ROLE = `arn:aws:iam::${A}:role/trailmend/trailmend-audit-ap-southeast-2-0a1b2c3d-1`;
const FOREIGN_ROLE = `arn:aws:iam::${A}:role/Admin`;
const GROUP = `arn:aws:logs:ap-southeast-2:${A}:log-group:/trailmend/audit`;
const FOREIGN_GROUP = `arn:aws:logs:ap-southeast-2:${A}:log-group:/aws/lambda/theirs`;
const OUR_BOUNDARY = 'ref:DeliveryRoleBoundary';
const withOurBoundary = { 'iam:PermissionsBoundary': OUR_BOUNDARY };
const OWN_BUS = `arn:aws:events:eu-west-1:${A}:event-bus/default`;
const ourEvent = { 'events:source': ['trailmend'], 'events:detail-type': ['Trail Outcome'] };
const withOurTag = { 'aws:TagKeys': ['trailmend:trail'] };
const excluded = { 'aws:ResourceTag/trailmend:exclude': 'true' };

const WRITE_CALLS: Readonly<Record<Operation, readonly Call[]>> = {
  StartLogging: [{ action: 'cloudtrail:StartLogging', resource: TRAIL }],
  // CloudWatch Logs asks for a group by its name, or by its streams.
  CreateLogGroup: [
    { action: 'logs:CreateLogGroup', resource: `${GROUP}:log-stream:` },
    { action: 'logs:CreateLogGroup', resource: GROUP },
    { action: 'logs:TagResource', resource: `${GROUP}:log-stream:`, context: withOurTag },
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
    { action: 'iam:CreateRole', resource: ROLE, context: withOurBoundary },
    { action: 'iam:TagRole', resource: ROLE, context: withOurTag },
  ],
  PutRolePolicy: [{ action: 'iam:PutRolePolicy', resource: ROLE, context: withOurBoundary }],
  UpdateTrail: [
    { action: 'cloudtrail:UpdateTrail', resource: TRAIL },
    { action: 'iam:PassRole', resource: ROLE, context: { 'iam:PassedToService': 'cloudtrail.amazonaws.com' } },
  ],
};

const READ_CALLS: readonly Call[] = [
  { action: 'cloudtrail:DescribeTrails', resource: '*' },
  { action: 'cloudtrail:GetTrail', resource: TRAIL },
  { action: 'cloudtrail:GetTrail', resource: FOREIGN_TRAIL },
  { action: 'cloudtrail:GetTrailStatus', resource: FOREIGN_TRAIL },
  { action: 'cloudtrail:ListTags', resource: TRAIL },
  { action: 'cloudtrail:GetEventSelectors', resource: TRAIL },
  { action: 'logs:DescribeLogGroups', resource: `arn:aws:logs:ap-southeast-2:${A}:log-group::log-stream:` },
  { action: 'logs:ListTagsForResource', resource: GROUP },
  { action: 'iam:GetRole', resource: FOREIGN_ROLE },
  { action: 'iam:GetRole', resource: `arn:aws:iam::${A}:role/trailmend-function/trailmend-function` },
  { action: 'iam:GetRolePolicy', resource: ROLE },
  { action: 'iam:GetRolePolicy', resource: `arn:aws:iam::${A}:role/trailmend-audit-ap-southeast-2-0a1b2c3d-1` },
  { action: 'iam:GetRolePolicy', resource: `arn:aws:iam::${A}:role/crew/trailmend-audit-ap-southeast-2-0a1b2c3d-1` },
  { action: 'dynamodb:GetItem', resource: 'Ledger.Arn' },
  { action: 'dynamodb:UpdateItem', resource: 'Ledger.Arn' },
  { action: 'ec2:DescribeRegions', resource: '*' },
  { action: 'events:DescribeRule', resource: `arn:aws:events:eu-west-1:${A}:rule/trailmend-trail-changes` },
  { action: 'events:ListTargetsByRule', resource: `arn:aws:events:eu-west-1:${A}:rule/trailmend-trail-changes` },
  { action: 'iam:SimulatePrincipalPolicy', resource: FOREIGN_ROLE },
  { action: 'sns:Publish', resource: 'ref:Topic' },
  { action: 'events:PutEvents', resource: OWN_BUS, context: ourEvent },
  { action: 'logs:CreateLogStream', resource: 'RemediatorLog.Arn' },
  { action: 'logs:PutLogEvents', resource: 'RemediatorLog.Arn' },
  { action: 'sqs:SendMessage', resource: 'RemediatorFailureQueue.Arn' },
];

const NEVER: Readonly<Record<string, Call>> = {
  'a delivery role without a boundary': { action: 'iam:CreateRole', resource: ROLE },
  'a delivery role with another boundary': {
    action: 'iam:CreateRole',
    resource: ROLE,
    context: { 'iam:PermissionsBoundary': 'arn:aws:iam::aws:policy/AdministratorAccess' },
  },
  'a role outside the path': { action: 'iam:CreateRole', resource: FOREIGN_ROLE, context: withOurBoundary },
  'a role on the path of the function': {
    action: 'iam:CreateRole',
    resource: `arn:aws:iam::${A}:role/trailmend-function/trailmend-x`,
    context: withOurBoundary,
  },
  'a policy on a role without the boundary': { action: 'iam:PutRolePolicy', resource: ROLE },
  'a policy on a foreign role': { action: 'iam:PutRolePolicy', resource: FOREIGN_ROLE, context: withOurBoundary },
  'a look into the policy of a foreign role': { action: 'iam:GetRolePolicy', resource: FOREIGN_ROLE },
  'the event selectors of another account': { action: 'cloudtrail:GetEventSelectors', resource: FOREIGN_TRAIL },
  'the tags of a group elsewhere': { action: 'logs:ListTagsForResource', resource: FOREIGN_GROUP },
  'a managed policy on a role': { action: 'iam:AttachRolePolicy', resource: ROLE, context: withOurBoundary },
  'a changed trust': { action: 'iam:UpdateAssumeRolePolicy', resource: ROLE },
  'a removed boundary': { action: 'iam:DeleteRolePermissionsBoundary', resource: ROLE },
  'another tag on a delivery role': {
    action: 'iam:TagRole',
    resource: ROLE,
    context: { 'aws:TagKeys': ['trailmend:trail', 'team'] },
  },
  'a foreign role passed to CloudTrail': {
    action: 'iam:PassRole',
    resource: FOREIGN_ROLE,
    context: { 'iam:PassedToService': 'cloudtrail.amazonaws.com' },
  },
  'a delivery role passed to Lambda': {
    action: 'iam:PassRole',
    resource: ROLE,
    context: { 'iam:PassedToService': 'lambda.amazonaws.com' },
  },
  'a log group elsewhere': { action: 'logs:CreateLogGroup', resource: FOREIGN_GROUP },
  'the retention of a group elsewhere': { action: 'logs:PutRetentionPolicy', resource: FOREIGN_GROUP },
  'a tag on a group elsewhere': { action: 'logs:TagResource', resource: FOREIGN_GROUP, context: withOurTag },
  'another tag on a group under the prefix': {
    action: 'logs:TagResource',
    resource: GROUP,
    context: { 'aws:TagKeys': ['team'] },
  },
  'a metric filter of a group elsewhere': { action: 'logs:PutMetricFilter', resource: FOREIGN_GROUP },
  'a look at the metric filters of a group elsewhere': {
    action: 'logs:DescribeMetricFilters',
    resource: FOREIGN_GROUP,
  },
  'a removed metric filter': { action: 'logs:DeleteMetricFilter', resource: GROUP },
  'a changed alarm': { action: 'cloudwatch:PutMetricAlarm', resource: '*' },
  'a removed retention': { action: 'logs:DeleteRetentionPolicy', resource: GROUP },
  'an update of an excluded trail': { action: 'cloudtrail:UpdateTrail', resource: TRAIL, context: excluded },
  'a start of an excluded trail': { action: 'cloudtrail:StartLogging', resource: TRAIL, context: excluded },
  'an update of a trail of another account': { action: 'cloudtrail:UpdateTrail', resource: FOREIGN_TRAIL },
  'a stopped trail': { action: 'cloudtrail:StopLogging', resource: TRAIL },
  'other event selectors': { action: 'cloudtrail:PutEventSelectors', resource: TRAIL },
  'a bucket policy': { action: 's3:PutBucketPolicy', resource: 'arn:aws:s3:::trail-bucket' },
  'a message elsewhere': { action: 'sns:Publish', resource: `arn:aws:sns:eu-west-1:${A}:theirs` },
  'an event on another bus': {
    action: 'events:PutEvents',
    resource: `arn:aws:events:eu-west-1:${A}:event-bus/theirs`,
    context: ourEvent,
  },
  'an event on the default bus of another region': {
    action: 'events:PutEvents',
    resource: `arn:aws:events:us-east-1:${A}:event-bus/default`,
    context: ourEvent,
  },
  'an event of another source beside one of ours': {
    action: 'events:PutEvents',
    resource: OWN_BUS,
    context: { ...ourEvent, 'events:source': ['trailmend', 'theirs'] },
  },
  'an event of another type': {
    action: 'events:PutEvents',
    resource: OWN_BUS,
    context: { ...ourEvent, 'events:detail-type': ['Order Paid'] },
  },
  'a table elsewhere': { action: 'dynamodb:UpdateItem', resource: `arn:aws:dynamodb:eu-west-1:${A}:table/theirs` },
  'an item forgotten': { action: 'dynamodb:DeleteItem', resource: 'Ledger.Arn' },
  'the whole ledger read': { action: 'dynamodb:Scan', resource: 'Ledger.Arn' },
  'the ledger deleted': { action: 'dynamodb:DeleteTable', resource: 'Ledger.Arn' },
  'its own failure queue emptied': { action: 'sqs:ReceiveMessage', resource: 'RemediatorFailureQueue.Arn' },
};

let template: Template;
beforeAll(async () => {
  ({ template } = (await synthesized()).alone);
});

const inMode = (mode: string, values: Readonly<Record<string, string>> = {}): readonly Statement[] =>
  statementsOf('FunctionRole', deployed(template, { ...values, Mode: mode }));
const allowed = (statements: readonly Statement[]) => statements.filter(({ Effect }) => Effect === 'Allow');

/** Every parameter that brings further permissions. */
const EVERYTHING = { MetricFilters: 'cis' };

describe.each(Object.entries(WRITE_CALLS))('%s', (_, calls) => {
  test('is allowed in fix', () => {
    const statements = inMode('fix', EVERYTHING);
    expect(calls.filter((call) => !allows(statements, call))).toEqual([]);
  });

  test('is denied in dry-run', () => {
    const statements = inMode('dry-run', EVERYTHING);
    expect(calls.filter((call) => allows(statements, call))).toEqual([]);
  });
});

test.each(['fix', 'dry-run'])('what is read and told is allowed in %s', (mode) => {
  const statements = inMode(mode);
  expect(READ_CALLS.filter((call) => !allows(statements, call))).toEqual([]);
});

test.each(Object.entries(NEVER))('%s: denied', (_, call) => {
  expect(allows(inMode('fix', EVERYTHING), call)).toBe(false);
});

test('in dry-run no statement allows anything but reading, telling, remembering, and the own log and failure queue', () => {
  const actions = allowed(inMode('dry-run', EVERYTHING)).flatMap(({ Action }) => listed(Action));
  const writes = actions.filter((action) => !/:(Get|List|Describe|Simulate)[A-Za-z]+$/.test(action));
  expect(writes.sort()).toEqual([
    'dynamodb:UpdateItem',
    'events:PutEvents',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    'sns:Publish',
    'sqs:SendMessage',
  ]);
});

test('no statement allows a deletion, a detachment, or an action with a wildcard', () => {
  const actions = allowed(inMode('fix', EVERYTHING)).flatMap(({ Action }) => listed(Action));
  expect(actions.length).toBeGreaterThan(0);
  expect(actions.filter((action) => /Delete|Detach|Remove|Untag|Stop|\*/.test(action))).toEqual([]);
});

test('every write names its resources', () => {
  const unconfined = allowed(inMode('fix', EVERYTHING)).filter(({ Resource }) => listed(Resource).includes('*'));
  expect(unconfined.flatMap(({ Action }) => listed(Action))).toEqual([
    'cloudtrail:DescribeTrails',
    'logs:DescribeLogGroups',
    'ec2:DescribeRegions',
  ]);
});

test('the boundary that the account demands takes the place of ours', () => {
  const theirs = `arn:aws:iam::${A}:policy/corporate`;
  const statements = inMode('fix', { PermissionsBoundaryArn: theirs });
  const create = (boundary: string): Call => ({
    action: 'iam:CreateRole',
    resource: ROLE,
    context: { 'iam:PermissionsBoundary': boundary },
  });
  expect(allows(statements, create(theirs))).toBe(true);
  expect(allows(statements, create(OUR_BOUNDARY))).toBe(false);
});

test('another prefix confines the log groups to itself', () => {
  const statements = inMode('fix', { LogGroupPrefix: 'audit-' });
  const create = (group: string): Call => ({
    action: 'logs:CreateLogGroup',
    resource: `arn:aws:logs:eu-west-1:${A}:log-group:${group}`,
  });
  expect(allows(statements, create('audit-main'))).toBe(true);
  expect(allows(statements, create('/trailmend/main'))).toBe(false);
});

test.each(['fix', 'dry-run'])('metric filters are nothing to the role in %s, unless MetricFilters is cis', (mode) => {
  const look: Call = { action: 'logs:DescribeMetricFilters', resource: GROUP };
  expect(allows(inMode(mode, EVERYTHING), look)).toBe(true);
  const actions = inMode(mode).flatMap(({ Action }) => listed(Action));
  expect(actions.filter((action) => action.includes('MetricFilter'))).toEqual([]);
});

const WHAT_AN_ORGANIZATION_TRAIL_TAKES: readonly Call[] = [
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

describe('the organization', () => {
  const managing = { OrganizationTrails: 'true' };
  const about = (statements: readonly Statement[]) =>
    allowed(statements)
      .flatMap(({ Action }) => listed(Action))
      .filter((action) => /^organizations:|ServiceLinkedRole/.test(action));

  test.each(['fix', 'dry-run'])('is nothing to the role in %s, unless OrganizationTrails is true', (mode) => {
    expect(about(inMode(mode))).toEqual([]);
  });

  test('may be read in both modes, and only in fix is there what UpdateTrail looks for', () => {
    expect(about(inMode('dry-run', managing))).toEqual(['organizations:DescribeOrganization']);
    const statements = inMode('fix', managing);
    expect(WHAT_AN_ORGANIZATION_TRAIL_TAKES.filter((call) => !allows(statements, call))).toEqual([]);
  });

  test('is not changed but for CloudTrail, and CloudTrail is not taken from it', () => {
    const statements = inMode('fix', managing);
    const others = WHAT_AN_ORGANIZATION_TRAIL_TAKES.filter(({ context }) => context !== undefined);
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

test('the key of the topic may be used only when there is one', () => {
  const key = `arn:aws:kms:eu-west-1:${A}:key/1234abcd`;
  const use: Call = { action: 'kms:GenerateDataKey', resource: key };
  expect(allows(inMode('dry-run', { TopicKmsKeyArn: key }), use)).toBe(true);
  expect(
    inMode('fix')
      .flatMap(({ Action }) => listed(Action))
      .filter((action) => action.startsWith('kms:')),
  ).toEqual([]);
});

test('in China the permissions name that partition', () => {
  const statements = inMode('fix', { 'AWS::Partition': 'aws-cn' });
  const elsewhere = statements.flatMap(({ Resource }) => listed(Resource)).filter((arn) => arn.startsWith('arn:aws:'));
  expect(elsewhere).toEqual([]);
});

test('SECURITY.md names every action that the role can hold', () => {
  const page = readFileSync(fileURLToPath(new URL('../../SECURITY.md', import.meta.url)), 'utf8');
  const key = `arn:aws:kms:eu-west-1:${A}:key/1234abcd`;
  const most = inMode('fix', { ...EVERYTHING, OrganizationTrails: 'true', TopicKmsKeyArn: key });
  const actions = new Set(allowed(most).flatMap(({ Action }) => listed(Action)));
  expect([...actions].filter((action) => !page.includes(`\`${action}\``))).toEqual([]);
});

test('the table holds exactly the calls that the function can make', () => {
  const services: Readonly<Record<string, string>> = { 'cloudwatch-logs': 'logs', eventbridge: 'events' };
  const used = sources(fileURLToPath(new URL('../../lambda', import.meta.url))).flatMap((source) =>
    [...source.matchAll(/import (?!type)\{([^}]*)\} from '@aws-sdk\/client-([a-z0-9-]+)'/g)].flatMap(
      ([, names = '', client = '']) =>
        [...names.matchAll(/\b(?:paginate(\w+)|(\w+)Command)\b/g)].map(
          ([, paginated, sent]) => `${services[client] ?? client}:${paginated ?? sent}`,
        ),
    ),
  );
  const somewhere = {
    partition: 'aws',
    account: A,
    region: 'r',
    logGroupPrefix: '/',
    deliveryRoleBoundaryArn: 'b',
    topicArn: 't',
    ledgerArn: 'l',
    ruleRegion: 'r',
  };
  const granted = Object.entries({ ...WRITES, ...FILTER_WRITES }).map(([operation, needs]) => {
    const actions = statementsFor({ [operation]: needs }, somewhere).flatMap(({ actions = [] }) => actions);
    return actions.find((action) => action.endsWith(`:${operation}`));
  });
  expect([...new Set(used)].sort()).toEqual(
    [...Object.keys({ ...READS, ...FILTER_READS, ...ORGANIZATION_READS }), ...granted].sort(),
  );
});

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => readFileSync(join(folder, path), 'utf8'));
}
