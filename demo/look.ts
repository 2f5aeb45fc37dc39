import { GetTrailCommand, GetTrailStatusCommand, TrailNotFoundException } from '@aws-sdk/client-cloudtrail';
import { DescribeLogGroupsCommand, ListTagsForResourceCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import type { Caller } from './callers.ts';

/** A trail as AWS shows it; undefined where nothing is set. */
export interface SeenTrail {
  readonly logGroupArn: string | undefined;
  readonly roleArn: string | undefined;
  readonly isLogging: boolean;
}

/** What AWS tells of a trail's delivery to CloudWatch Logs. */
export interface SeenDelivery {
  /** Of the last one that succeeded; undefined when none did. */
  readonly at: Date | undefined;
  /** Why the last one failed, if it did. */
  readonly error: string | undefined;
}

/** @throws the SDK's TrailNotFoundException */
export async function seenDelivery({ cloudTrail }: Caller, name: string): Promise<SeenDelivery> {
  const status = await cloudTrail.send(new GetTrailStatusCommand({ Name: name }));
  return { at: status.LatestCloudWatchLogsDeliveryTime, error: status.LatestCloudWatchLogsDeliveryError };
}

/** @throws the SDK's TrailNotFoundException */
export async function seenTrail({ cloudTrail }: Caller, name: string): Promise<SeenTrail> {
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

/** A trail and how AWS delivers it; undefined where there is none. */
export type Seen = { readonly trail: SeenTrail; readonly delivery: SeenDelivery } | undefined;

/** What AWS tells of a trail and its delivery; undefined when it knows none of this name. */
export async function seen(aws: Caller, name: string): Promise<Seen> {
  try {
    const [trail, delivery] = await Promise.all([seenTrail(aws, name), seenDelivery(aws, name)]);
    return { trail, delivery };
  } catch (error) {
    if (error instanceof TrailNotFoundException) return undefined;
    throw error;
  }
}

/** A log group as AWS shows it; no retention means that events never expire. */
export interface SeenGroup {
  readonly name: string;
  readonly retentionDays: number | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/** @param arn ends in `:*`, as trails name their group */
export async function seenGroup({ logs }: Caller, arn: string): Promise<SeenGroup | undefined> {
  const resourceArn = arn.replace(/:\*$/, '');
  const name = resourceArn.split(':').slice(6).join(':');
  const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name }));
  const group = logGroups.find(({ logGroupName }) => logGroupName === name);
  if (group === undefined) return undefined;
  const { tags = {} } = await logs.send(new ListTagsForResourceCommand({ resourceArn }));
  return { name, retentionDays: group.retentionInDays, tags };
}

/** A role as AWS shows it: documents are JSON. */
export interface SeenRole {
  readonly arn: string;
  readonly trust: string;
  readonly boundary: { readonly arn: string; readonly document: string } | undefined;
  readonly tags: Readonly<Record<string, string>>;
  /** Inline policies by name. */
  readonly policies: Readonly<Record<string, string>>;
}

/** @throws the SDK's NoSuchEntityException */
export async function seenRole({ iam }: Caller, arn: string): Promise<SeenRole> {
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
  const arnOfBoundary = Role?.PermissionsBoundary?.PermissionsBoundaryArn;
  return {
    arn: Role?.Arn ?? '',
    trust: decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ''),
    boundary: arnOfBoundary === undefined ? undefined : await managedPolicy(iam, arnOfBoundary),
    tags: Object.fromEntries((Role?.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
    policies: Object.fromEntries(policies),
  };
}

async function managedPolicy(iam: Caller['iam'], arn: string): Promise<{ arn: string; document: string }> {
  const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn: arn }));
  const { PolicyVersion } = await iam.send(
    new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: Policy?.DefaultVersionId ?? '' }),
  );
  return { arn, document: decodeURIComponent(PolicyVersion?.Document ?? '') };
}
