import { setTimeout as pause } from 'node:timers/promises';
import {
  CreateTrailCommand,
  InvalidCloudWatchLogsLogGroupArnException,
  InvalidCloudWatchLogsRoleArnException,
  StartLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { bucketPolicy, deliveryPolicy, trustPolicyFor } from './policies.ts';
import type { AwsSession } from './sessions.ts';
import { WAIT_LIMIT_MS } from './until.ts';

/** The CloudWatch Logs settings of a trail. */
export interface Integration {
  readonly logGroupArn: string;
  readonly roleArn: string;
}

/** The ARN of a trail in the account and Region of a session. */
export function trailArnOf({ account, region }: Pick<AwsSession, 'account' | 'region'>, name: string): string {
  return `arn:aws:cloudtrail:${region}:${account}:trail/${name}`;
}

/**
 * Creates the bucket of a trail, with the policy that allows CloudTrail to write to it.
 * @param organizationId `o-…`, for an organization trail, which also delivers the events of members
 */
export async function makeBucket(
  aws: AwsSession,
  trail: string,
  organizationId?: string,
  bucket = bucketNameOf(aws, trail),
): Promise<string> {
  await aws.s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await aws.s3.send(
    new PutBucketPolicyCommand({
      Bucket: bucket,
      Policy: bucketPolicy(aws.account, bucket, trailArnOf(aws, trail), organizationId),
    }),
  );
  return bucket;
}

/** The name of a trail's bucket. Bucket names have no capital letters. */
export function bucketNameOf({ account }: AwsSession, trail: string): string {
  return `${trail.toLowerCase()}-${account}`;
}

/**
 * Creates a trail and starts it. Without an integration it delivers to its bucket only. With one,
 * the creation is retried until CloudTrail accepts the role, as Terraform does.
 */
export async function makeTrail(
  aws: AwsSession,
  name: string,
  bucket: string,
  integration?: Integration,
): Promise<void> {
  const trail = { Name: name, S3BucketName: bucket, IsMultiRegionTrail: true, EnableLogFileValidation: true };
  const create = (more: object) => aws.cloudTrail.send(new CreateTrailCommand({ ...trail, ...more }));
  if (integration === undefined) await create({});
  else await retryUntilVisible(() => create(integrationParameters(integration)));
  await aws.cloudTrail.send(new StartLoggingCommand({ Name: name }));
}

function integrationParameters({ logGroupArn, roleArn }: Integration): object {
  return { CloudWatchLogsLogGroupArn: logGroupArn, CloudWatchLogsRoleArn: roleArn };
}

const RETRY_INTERVAL_MS = 1_000;

async function retryUntilVisible(send: () => Promise<unknown>): Promise<void> {
  for (const end = performance.now() + WAIT_LIMIT_MS; ; ) {
    try {
      await send();
      return;
    } catch (error) {
      if (!isNotVisibleYet(error) || performance.now() > end) throw error;
      await pause(RETRY_INTERVAL_MS);
    }
  }
}

function isNotVisibleYet(error: unknown): boolean {
  return (
    (error instanceof InvalidCloudWatchLogsRoleArnException ||
      error instanceof InvalidCloudWatchLogsLogGroupArnException) &&
    error.message.startsWith('Access denied')
  );
}

/**
 * Creates a log group and a role for a trail as AWS documents it. Their names are not those of
 * trailmend.
 * @param existing an existing log group, so that only the role is created
 */
export async function makeIntegration(aws: AwsSession, trail: string, existing?: string): Promise<Integration> {
  const group = existing ?? `/aws/cloudtrail/${trail}`;
  const role = roleNameOf(trail);
  const trust = trustPolicyFor('cloudtrail.amazonaws.com');
  if (existing === undefined) await aws.logs.send(new CreateLogGroupCommand({ logGroupName: group }));
  await aws.iam.send(new CreateRoleCommand({ RoleName: role, AssumeRolePolicyDocument: trust }));
  await allowDelivery(aws, trail, group);
  return { logGroupArn: `${logGroupArnOf(aws, group)}:*`, roleArn: `arn:aws:iam::${aws.account}:role/${role}` };
}

/** Allows the role of `makeIntegration` to deliver to one log group only. */
export async function allowDelivery(aws: AwsSession, trail: string, group: string): Promise<void> {
  const policy = { PolicyName: 'delivery', PolicyDocument: deliveryPolicy(logGroupArnOf(aws, group)) };
  await aws.iam.send(new PutRolePolicyCommand({ RoleName: roleNameOf(trail), ...policy }));
}

function roleNameOf(trail: string): string {
  return `CloudTrail-${trail}`;
}

function logGroupArnOf({ account, region }: AwsSession, group: string): string {
  return `arn:aws:logs:${region}:${account}:log-group:${group}`;
}
