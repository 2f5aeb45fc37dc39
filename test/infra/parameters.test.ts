import { beforeAll, describe, expect, test } from '@jest/globals';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { configFrom } from '../../lambda/config.ts';
import { deployed } from './deployed.ts';
import { type Parameter, synthesized, type Template } from './synthesis.ts';

let template: Template;
beforeAll(async () => {
  ({ template } = (await synthesized()).alone);
});

const parameter = (name: string): Parameter => {
  const found = template.Parameters[name];
  if (!found) throw new Error(`The template has no parameter ${name}`);
  return found;
};
/** True when CloudFormation would accept the value. */
const accepts = (name: string, value: string): boolean => {
  const { Type, AllowedValues, AllowedPattern, MinValue, MaxValue, MaxLength } = parameter(name);
  const number = Number(value);
  return (
    (AllowedValues === undefined || AllowedValues.includes(value)) &&
    (AllowedPattern === undefined || new RegExp(AllowedPattern).test(value)) &&
    (Type !== 'Number' || !Number.isNaN(number)) &&
    (MinValue === undefined || number >= MinValue) &&
    (MaxValue === undefined || number <= MaxValue) &&
    (MaxLength === undefined || value.length <= MaxLength)
  );
};

const CONTRACT: Readonly<Record<string, string>> = {
  Mode: 'fix',
  OrganizationTrails: 'false',
  RetentionDays: '365',
  SettleSeconds: '20',
  RestartLogging: 'seen',
  LogGroupPrefix: '/trailmend/',
  LogGroupKmsKeyArn: '',
  ExcludedTrails: '',
  DataEventTrails: 'notify',
  MetricFilters: 'none',
  DeliveryRole: 'per-trail',
  SweepMinutes: '60',
  Regions: '',
  NotificationEmail: '',
  TopicKmsKeyArn: '',
  ChatTopic: 'none',
  PermissionsBoundaryArn: '',
  Architecture: 'arm64',
  DataKmsKeyArn: '',
};
const NAMES = Object.keys(CONTRACT);

test('the names and defaults are those of the contract', () => {
  const { BootstrapVersion, ...parameters } = template.Parameters;
  expect(Object.fromEntries(Object.entries(parameters).map(([name, { Default }]) => [name, Default]))).toEqual(
    CONTRACT,
  );
});

describe.each(NAMES)('%s', (name) => {
  test('accepts its own default', () => expect(accepts(name, CONTRACT[name] ?? '')).toBe(true));
  test('has a description', () => expect(parameter(name).Description.length).toBeGreaterThan(20));
  test('is in one group of the console, with a label', () => {
    const { ParameterGroups, ParameterLabels } = template.Metadata['AWS::CloudFormation::Interface'] as {
      readonly ParameterGroups: readonly { readonly Parameters: readonly string[] }[];
      readonly ParameterLabels: Readonly<Record<string, { readonly default: string }>>;
    };
    expect(ParameterGroups.filter(({ Parameters }) => Parameters.includes(name))).toHaveLength(1);
    expect(ParameterLabels[name]?.default).toMatch(/\w/);
  });
});

test.each(NAMES)('%s with a pattern describes the values that it accepts', (name) => {
  const { AllowedPattern, ConstraintDescription = '' } = parameter(name);
  expect(ConstraintDescription.includes(name)).toBe(AllowedPattern !== undefined || ConstraintDescription !== '');
});

const COMMERCIAL_REGIONS = RegionInfo.regions.filter(({ partition }) => partition === 'aws').map(({ name }) => name);
const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab';
test.each([
  ['Mode', 'dry-run'],
  ['OrganizationTrails', 'true'],
  ['RetentionDays', '1'],
  ['RetentionDays', '3653'],
  ['SettleSeconds', '0'],
  ['SettleSeconds', '60'],
  ['RestartLogging', 'never'],
  ...['5', '15', '30', '60', '180', '360', '720', '1440'].map((minutes) => ['SweepMinutes', minutes] as const),
  ['Regions', 'us-gov-west-1'],
  ['Regions', 'us-east-1, eu-west-1,ap-southeast-2'],
  ['RestartLogging', 'always'],
  ['LogGroupPrefix', 'audit-'],
  ['LogGroupPrefix', 'CloudTrail/'],
  ['LogGroupPrefix', '/trailmend/'],
  ['LogGroupPrefix', 'trails/'],
  ['LogGroupPrefix', 'aws-waf-logs-trails-'],
  ['LogGroupPrefix', 'my-aws/'],
  ['LogGroupPrefix', '/awsome/'],
  ['ExcludedTrails', 'audit'],
  ['ExcludedTrails', ' lab-1 ,audit, arn:aws:cloudtrail:*:*:trail/test-* '],
  ['ExcludedTrails', 'arn:*:cloudtrail:us-east-?:111122223333:trail/*'],
  ['LogGroupKmsKeyArn', KEY],
  ['LogGroupKmsKeyArn', KEY.replace('arn:aws:', 'arn:aws-us-gov:')],
  ['DataEventTrails', 'fix'],
  ['MetricFilters', 'cis'],
  ['NotificationEmail', 'ops@example.com'],
  ['ChatTopic', 'create'],
  ['TopicKmsKeyArn', KEY.replace('arn:aws:', 'arn:aws-cn:')],
  ['DataKmsKeyArn', KEY],
  ['Architecture', 'x86_64'],
  ['PermissionsBoundaryArn', 'arn:aws:iam::111122223333:policy/team/boundary'],
  ['PermissionsBoundaryArn', 'arn:aws:iam::aws:policy/PowerUserAccess'],
])('%s accepts %s', (name, value) => expect(accepts(name, value)).toBe(true));

test.each([
  ['Mode', 'audit'],
  ['OrganizationTrails', 'yes'],
  ['RetentionDays', '366'],
  ['RetentionDays', '0'],
  ['SettleSeconds', '61'],
  ['SettleSeconds', '1.5'],
  ['SettleSeconds', '-1'],
  ['RestartLogging', 'sometimes'],
  ['ChatTopic', 'yes'],
  ['ChatTopic', ''],
  ['ChatTopic', 'create '],
  ['SweepMinutes', '4'],
  ['SweepMinutes', '10'],
  ['SweepMinutes', '90'],
  ['SweepMinutes', '1441'],
  ['SweepMinutes', 'hourly'],
  ['SweepMinutes', ''],
  ['SweepMinutes', '60.5'],
  ['Regions', 'Ireland'],
  ['Regions', 'us-east-1,'],
  ['Regions', 'us-east-1a'],
  ['LogGroupPrefix', ''],
  ['LogGroupPrefix', '/'],
  ['LogGroupPrefix', '/aws/'],
  ['LogGroupPrefix', '/aws'],
  ['LogGroupPrefix', '/a'],
  ['LogGroupPrefix', '/aws/lambda/'],
  ['LogGroupPrefix', 'aws-controltower/'],
  ['LogGroupPrefix', 'aws/trails/'],
  ['LogGroupPrefix', 'AWS/trails/'],
  ['LogGroupPrefix', 'Aws/trails/'],
  ['LogGroupPrefix', 'AWS'],
  ['LogGroupPrefix', '/AWS/trails/'],
  ['LogGroupPrefix', '/aw'],
  ['LogGroupPrefix', '/company/audit'],
  ['ExcludedTrails', 'aud*'],
  ['ExcludedTrails', 'a'],
  ['ExcludedTrails', 'audit,'],
  ['ExcludedTrails', 'audit lab'],
  ['ExcludedTrails', '?!,garbage'],
  ['ExcludedTrails', 'arn:aws:s3:::bucket'],
  ['ExcludedTrails', 'arn:aws:cloudtrail:*:x:trail/audit'],
  ['ExcludedTrails', 'arn:aws:cloudtrail:*:*:eventdatastore/x'],
  ['LogGroupPrefix', '*'],
  ['LogGroupPrefix', '/trail?/'],
  ['LogGroupKmsKeyArn', 'alias/logs'],
  ['LogGroupKmsKeyArn', 'arn:aws:kms:eu-west-1:111122223333:alias/logs'],
  ['DataEventTrails', 'ask'],
  ['MetricFilters', 'all'],
  ['NotificationEmail', 'ops'],
  ['NotificationEmail', 'ops@example.com, more@example.com'],
  ['TopicKmsKeyArn', 'alias/aws/sns'],
  ['DataKmsKeyArn', 'alias/trailmend'],
  ['Architecture', 'x86'],
  ['PermissionsBoundaryArn', 'boundary'],
  ['PermissionsBoundaryArn', 'arn:aws:iam::111122223333:role/boundary'],
])('%s refuses %s', (name, value) => expect(accepts(name, value)).toBe(false));

test.each([
  ['Mode', 'fix'],
  ['RetentionDays', '365'],
  ['SweepMinutes', '60'],
  ['SettleSeconds', '20'],
  ['Regions', 'us-east-1'],
  ['LogGroupPrefix', '/trailmend/'],
  ['LogGroupKmsKeyArn', KEY],
  ['NotificationEmail', 'ops@example.com'],
  ['TopicKmsKeyArn', KEY],
  ['DataKmsKeyArn', KEY],
  ['PermissionsBoundaryArn', 'arn:aws:iam::aws:policy/PowerUserAccess'],
])('%s refuses %s with a blank or a tab at an end', (name, value) => {
  expect(accepts(name, value)).toBe(true);
  for (const blanked of [`${value} `, ` ${value}`, `${value}\t`, ' ']) expect(accepts(name, blanked)).toBe(false);
});

test('RetentionDays accepts every period that CDK knows, except infinite retention', () => {
  const periods = Object.values(RetentionDays).filter((days) => typeof days === 'number');
  expect(parameter('RetentionDays').AllowedValues).toEqual(
    periods.filter((days) => days !== RetentionDays.INFINITE).map(String),
  );
});

test('with the longest values and a stack in every Region, the environment stays below the 4 KB that Lambda allows', () => {
  const longest = (name: string) => 'x'.repeat(parameter(name).MaxLength ?? Number.NaN);
  const values = {
    ExcludedTrails: longest('ExcludedTrails'),
    Regions: longest('Regions'),
    LogGroupPrefix: longest('LogGroupPrefix'),
    LogGroupKmsKeyArn: KEY.replace('arn:aws:', 'arn:aws-us-gov:'),
    PermissionsBoundaryArn: longest('PermissionsBoundaryArn'),
    DeliveryRole: 'stack',
    ChatTopic: 'create',
  };
  const { Variables } = deployed(template, values)['RemediatorFunction']?.Properties['Environment'] ?? {};
  const environment = {
    ...Variables,
    // The values of Ref and GetAtt. A stack of a stack set has a name of up to 128 characters, and
    // CloudFormation adds an ID.
    TOPIC_ARN: `arn:aws-us-gov:sns:us-gov-east-1:111122223333:${'x'.repeat(150)}`,
    DELIVERY_ROLE_ARN: `arn:aws-us-gov:iam::111122223333:role/trailmend-delivery/${'x'.repeat(64)}`,
    LEDGER_TABLE: 'x'.repeat(150),
    FUNCTION_ROLE_ARN: 'arn:aws-us-gov:iam::111122223333:role/trailmend-function/trailmend-function',
    FORWARDER_REGIONS: COMMERCIAL_REGIONS.join(','),
  };
  expect(COMMERCIAL_REGIONS.length).toBeGreaterThan(30);
  // The error message of Lambda quotes the variables as JSON.
  const bytes = JSON.stringify(environment).length;
  expect(bytes).toBeGreaterThan(3000);
  expect(bytes).toBeLessThan(4096);
});

test('Regions has room for every Region', () => {
  expect(parameter('Regions').MaxLength).toBeGreaterThanOrEqual(COMMERCIAL_REGIONS.join(', ').length);
});

test.each([
  {},
  { MetricFilters: 'cis', DataEventTrails: 'fix' },
  { ChatTopic: 'create' },
  { Mode: 'dry-run', LogGroupKmsKeyArn: KEY, PermissionsBoundaryArn: 'arn:aws:iam::aws:policy/X' },
])('the function accepts the environment that %j sets', (values) => {
  const { Variables } = deployed(template, values)['RemediatorFunction']?.Properties['Environment'] ?? {};
  // The values of GetAtt and Ref in a deployed stack, and what Lambda itself sets.
  const set = {
    ...Variables,
    AWS_REGION: 'eu-west-1',
    TOPIC_ARN: 'arn:aws:sns:eu-west-1:111122223333:Topic',
    LEDGER_TABLE: 'Trailmend-Ledger-1A2B3C',
    FUNCTION_ROLE_ARN: 'arn:aws:iam::111122223333:role/trailmend-function/trailmend-function',
    ...(Variables['DELIVERY_ROLE_BOUNDARY_ARN'].startsWith('ref:') && {
      DELIVERY_ROLE_BOUNDARY_ARN: 'arn:aws:iam::111122223333:policy/trailmend/Boundary',
    }),
  };
  expect(configFrom(set).settings).toMatchObject({ mode: Variables['MODE'], retentionDays: 365 });
});
