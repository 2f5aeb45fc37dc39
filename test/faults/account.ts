import { GetEventSelectorsCommand, GetTrailCommand, ListTagsCommand } from '@aws-sdk/client-cloudtrail';
import { DescribeLogGroupsCommand, DescribeMetricFiltersCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreatePolicyCommand, GetRolePolicyCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, GetBucketPolicyCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { CreateTopicCommand } from '@aws-sdk/client-sns';
import { describeLogGroup, describeRole, describeTrail, type TrailDescription } from '../../demo/describe.ts';
import { makeLedgerTable } from '../../demo/ledger-table.ts';
import { type AwsSession, administratorOf } from '../../demo/sessions.ts';
import { makeIntegration, makeTrail } from '../../demo/trails.ts';
import type { Config } from '../../lambda/config.ts';
import { DELIVERY_POLICY_NAME } from '../../lambda/core/integration/delivery-role.ts';
import { type LocalAws, startLocalAws } from '../../local/local-aws.ts';
import { bucketPolicy } from '../support/bucket-policy.ts';
import { NameSigner } from './signer.ts';

/** The name of a trail that trailmend must not change, with its log group, role and bucket. */
const FOREIGN = 'foreign';
export const PREFIX = '/trailmend/';
export const RETENTION_DAYS = 365;

/** The account of the function, with its administrator. */
export interface Account {
  readonly aws: LocalAws;
  readonly administrator: AwsSession;
  /** The configuration that the stack gives the function. */
  readonly config: Config;
  /** The bucket of every trail. */
  readonly bucket: string;
}

/** A trail, and everything in the account that only trailmend creates. */
export interface AccountState {
  readonly trail: TrailDescription;
  readonly groups: readonly LogGroupDescription[];
  readonly roles: readonly RoleDescription[];
}

interface LogGroupDescription {
  readonly name: string;
  readonly retentionDays: number | undefined;
  /** The patterns of its metric filters by name; empty where MetricFilters is `none`. */
  readonly filters: Readonly<Record<string, string>>;
}

/** Documents are JSON. A missing policy is empty. */
interface RoleDescription {
  readonly name: string;
  readonly trust: string;
  readonly policy: string;
}

/**
 * The local AWS for runs on a clock without real time: every change is visible with its response.
 * The tests invoke the function with their own events, so the local AWS delivers none.
 */
export function startPromptAws(): Promise<LocalAws> {
  return startLocalAws({
    cloudTrail: { roleVisibleAfterMs: 0, maximumTrails: 10_000 },
    recording: { events: false },
  });
}

/**
 * Prepares an account with the resources of trailmend's stack, except for the function, and with
 * foreign resources.
 */
export async function prepareAccount(aws: LocalAws): Promise<Account> {
  const administrator = administratorOf(aws, { signerConstructor: NameSigner });
  const { account, region } = administrator;
  const bucket = `trails-${account}`;
  await administrator.s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await administrator.s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: bucketPolicy(bucket) }));
  await makeTrail(administrator, FOREIGN, bucket, await makeIntegration(administrator, FOREIGN));
  const { TopicArn = '' } = await administrator.sns.send(new CreateTopicCommand({ Name: 'outcomes' }));
  const { Policy } = await administrator.iam.send(
    new CreatePolicyCommand({ PolicyName: 'boundary', Path: PREFIX, PolicyDocument: BOUNDARY }),
  );
  const config: Config = {
    settings: {
      mode: 'fix',
      account,
      organizationTrails: false,
      retentionDays: RETENTION_DAYS,
      restartLogging: 'seen',
      logGroupPrefix: PREFIX,
      excludedTrails: '',
      dataEventTrails: 'notify',
      metricFilters: 'none',
      deliveryRoleBoundaryArn: Policy?.Arn ?? '',
    },
    partition: 'aws',
    region,
    settleSeconds: 20,
    regions: [],
    topicArn: TopicArn,
    ledgerTable: await makeLedgerTable(administrator, 'ledger'),
    functionRoleArn: `arn:aws:iam::${account}:role/trailmend-function/trailmend-function`,
    forwarderRegions: [],
  };
  return { aws, administrator, config, bucket };
}

export async function stateOf({ administrator, config }: Account, trail: string): Promise<AccountState> {
  const { iam, logs } = administrator;
  const [described, { logGroups = [] }, { Roles = [] }] = await Promise.all([
    describeTrail(administrator, trail),
    logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: PREFIX })),
    iam.send(new ListRolesCommand({ PathPrefix: PREFIX })),
  ]);
  const groups = logGroups.map(async ({ logGroupName: name = '', retentionInDays: retentionDays }) => {
    const hasFilters = config.settings.metricFilters === 'cis';
    return { name, retentionDays, filters: hasFilters ? await filtersOf(logs, name) : {} };
  });
  const roles = Roles.map(async ({ RoleName: name = '', AssumeRolePolicyDocument = '' }) => {
    const trust = decodeURIComponent(AssumeRolePolicyDocument);
    return { name, trust, policy: await deliveryPolicyOf(iam, name) };
  });
  return { trail: described, groups: await Promise.all(groups), roles: await Promise.all(roles) };
}

async function filtersOf(logs: AwsSession['logs'], logGroupName: string): Promise<Readonly<Record<string, string>>> {
  const { metricFilters = [] } = await logs.send(new DescribeMetricFiltersCommand({ logGroupName }));
  return Object.fromEntries(metricFilters.map(({ filterName, filterPattern }) => [filterName, filterPattern]));
}

async function deliveryPolicyOf(iam: AwsSession['iam'], RoleName: string): Promise<string> {
  try {
    const { PolicyDocument = '' } = await iam.send(
      new GetRolePolicyCommand({ RoleName, PolicyName: DELIVERY_POLICY_NAME }),
    );
    return decodeURIComponent(PolicyDocument);
  } catch (error) {
    if (error instanceof Error && error.name.startsWith('NoSuchEntity')) return '';
    throw error;
  }
}

/** All foreign resources that trailmend could change, as AWS returns them. */
export async function foreignStateOf({ administrator, bucket }: Account): Promise<unknown> {
  const { cloudTrail, logs, s3, account, region } = administrator;
  const trailArn = `arn:aws:cloudtrail:${region}:${account}:trail/${FOREIGN}`;
  const { Trail } = await cloudTrail.send(new GetTrailCommand({ Name: FOREIGN }));
  const [trail, tags, selectors, group, role, { logGroups }, { Policy }] = await Promise.all([
    describeTrail(administrator, FOREIGN),
    cloudTrail.send(new ListTagsCommand({ ResourceIdList: [trailArn] })),
    cloudTrail.send(new GetEventSelectorsCommand({ TrailName: FOREIGN })),
    describeLogGroup(administrator, Trail?.CloudWatchLogsLogGroupArn ?? ''),
    describeRole(administrator, Trail?.CloudWatchLogsRoleArn ?? ''),
    logs.send(new DescribeLogGroupsCommand({})),
    s3.send(new GetBucketPolicyCommand({ Bucket: bucket })),
  ]);
  const foreign = (logGroups ?? [])
    .map(({ logGroupName = '' }) => logGroupName)
    .filter((name) => !name.startsWith(PREFIX));
  return {
    Trail,
    trail,
    tags: tags.ResourceTagList,
    selectors: selectors.EventSelectors,
    group,
    role,
    groups: foreign,
    Policy,
  };
}

const BOUNDARY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: '*' }],
});
