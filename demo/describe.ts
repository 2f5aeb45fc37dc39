import { GetTrailCommand, GetTrailStatusCommand, TrailNotFoundException } from '@aws-sdk/client-cloudtrail';
import { DescribeLogGroupsCommand, ListTagsForResourceCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import type { AwsSession } from './sessions.ts';

/** The settings of a trail. Undefined means not set. */
export interface TrailDescription {
  readonly logGroupArn: string | undefined;
  readonly roleArn: string | undefined;
  readonly isLogging: boolean;
}

/** The delivery of a trail to CloudWatch Logs, as GetTrailStatus reports it. */
export interface DeliveryDescription {
  /** The time of the last successful delivery. */
  readonly at: Date | undefined;
  /** The error of the last delivery, if it failed. */
  readonly error: string | undefined;
}

/** @throws TrailNotFoundException of the SDK */
export async function describeDelivery({ cloudTrail }: AwsSession, name: string): Promise<DeliveryDescription> {
  const status = await cloudTrail.send(new GetTrailStatusCommand({ Name: name }));
  return { at: status.LatestCloudWatchLogsDeliveryTime, error: status.LatestCloudWatchLogsDeliveryError };
}

/** @throws TrailNotFoundException of the SDK */
export async function describeTrail({ cloudTrail }: AwsSession, name: string): Promise<TrailDescription> {
  const [{ Trail }, { IsLogging = false }] = await Promise.all([
    cloudTrail.send(new GetTrailCommand({ Name: name })),
    cloudTrail.send(new GetTrailStatusCommand({ Name: name })),
  ]);
  return {
    logGroupArn: Trail?.CloudWatchLogsLogGroupArn,
    roleArn: Trail?.CloudWatchLogsRoleArn,
    isLogging: IsLogging,
  };
}

/** A trail and its delivery at one time. Undefined means that the trail does not exist. */
export type Snapshot = { readonly trail: TrailDescription; readonly delivery: DeliveryDescription } | undefined;

export async function takeSnapshot(aws: AwsSession, name: string): Promise<Snapshot> {
  try {
    const [trail, delivery] = await Promise.all([describeTrail(aws, name), describeDelivery(aws, name)]);
    return { trail, delivery };
  } catch (error) {
    if (error instanceof TrailNotFoundException) return undefined;
    throw error;
  }
}

export interface LogGroupDescription {
  readonly name: string;
  /** Undefined means that log events never expire. */
  readonly retentionDays: number | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/** @param arn ends in `:*`, as the log group ARN of a trail does */
export async function describeLogGroup({ logs }: AwsSession, arn: string): Promise<LogGroupDescription | undefined> {
  const resourceArn = arn.replace(/:\*$/, '');
  const name = resourceArn.split(':').slice(6).join(':');
  const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name }));
  const group = logGroups.find(({ logGroupName }) => logGroupName === name);
  if (group === undefined) return undefined;
  const { tags = {} } = await logs.send(new ListTagsForResourceCommand({ resourceArn }));
  return { name, retentionDays: group.retentionInDays, tags };
}

/** A role. Its policy documents are JSON. */
export interface RoleDescription {
  readonly arn: string;
  readonly trust: string;
  readonly boundary: { readonly arn: string; readonly document: string } | undefined;
  readonly tags: Readonly<Record<string, string>>;
  /** Inline policies by name. */
  readonly policies: Readonly<Record<string, string>>;
}

/** @throws NoSuchEntityException of the SDK */
export async function describeRole({ iam }: AwsSession, arn: string): Promise<RoleDescription> {
  const RoleName = arn.slice(arn.lastIndexOf('/') + 1);
  const [{ Role }, { PolicyNames = [] }] = await Promise.all([
    iam.send(new GetRoleCommand({ RoleName })),
    iam.send(new ListRolePoliciesCommand({ RoleName })),
  ]);
  const policies = await Promise.all(
    PolicyNames.map(async (PolicyName) => {
      const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      return [PolicyName, decodeURIComponent(PolicyDocument)];
    }),
  );
  const boundaryArn = Role?.PermissionsBoundary?.PermissionsBoundaryArn;
  return {
    arn: Role?.Arn ?? '',
    trust: decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ''),
    boundary: boundaryArn === undefined ? undefined : await describePolicy(iam, boundaryArn),
    tags: Object.fromEntries((Role?.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
    policies: Object.fromEntries(policies),
  };
}

async function describePolicy(iam: AwsSession['iam'], arn: string): Promise<{ arn: string; document: string }> {
  const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn: arn }));
  const { PolicyVersion } = await iam.send(
    new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: Policy?.DefaultVersionId ?? '' }),
  );
  return { arn, document: decodeURIComponent(PolicyVersion?.Document ?? '') };
}
