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
import type { Caller } from './callers.ts';
import { PATIENCE_MS } from './until.ts';

/** Where a trail delivers beside its bucket. */
export interface Integration {
  readonly logGroupArn: string;
  readonly roleArn: string;
}

/** The ARN of a trail of the account and region. */
export function trailArnOf({ account, region }: Caller, name: string): string {
  return `arn:aws:cloudtrail:${region}:${account}:trail/${name}`;
}

/**
 * Makes the bucket of a trail, with the policy by which CloudTrail may write to it.
 * @param organizationId `o-…`, for the trail of an organization: its members' events come as well
 */
export async function makeBucket(aws: Caller, trail: string, organizationId?: string): Promise<string> {
  const bucket = bucketOf(aws, trail);
  await aws.s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await aws.s3.send(
    new PutBucketPolicyCommand({ Bucket: bucket, Policy: bucketPolicy(aws, bucket, trail, organizationId) }),
  );
  return bucket;
}

/** The bucket of a trail: trails may have capitals, buckets may not. */
export function bucketOf({ account }: Caller, trail: string): string {
  return `${trail.toLowerCase()}-${account}`;
}

/**
 * Makes a trail and starts it; without an integration it delivers to its bucket alone. With one it waits until CloudTrail sees the
 * role, as Terraform does.
 */
export async function makeTrail(aws: Caller, name: string, bucket: string, integration?: Integration): Promise<void> {
  const trail = { Name: name, S3BucketName: bucket, IsMultiRegionTrail: true, EnableLogFileValidation: true };
  const create = (more: object) => aws.cloudTrail.send(new CreateTrailCommand({ ...trail, ...more }));
  if (integration === undefined) await create({});
  else await onceVisible(() => create(parameters(integration)));
  await aws.cloudTrail.send(new StartLoggingCommand({ Name: name }));
}

function parameters({ logGroupArn, roleArn }: Integration): object {
  return { CloudWatchLogsLogGroupArn: logGroupArn, CloudWatchLogsRoleArn: roleArn };
}

const BETWEEN_TRIES_MS = 1_000;

async function onceVisible(send: () => Promise<unknown>): Promise<void> {
  for (const end = performance.now() + PATIENCE_MS; ; ) {
    try {
      await send();
      return;
    } catch (error) {
      if (!isNotVisibleYet(error) || performance.now() > end) throw error;
      await pause(BETWEEN_TRIES_MS);
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

/** Makes a log group and a role for a trail in the way of AWS's own documentation, under names that are not trailmend's. */
export async function makeIntegration(aws: Caller, trail: string): Promise<Integration> {
  const group = `/aws/cloudtrail/${trail}`;
  const role = roleOf(trail);
  const trust = trustIn('cloudtrail.amazonaws.com');
  await aws.logs.send(new CreateLogGroupCommand({ logGroupName: group }));
  await aws.iam.send(new CreateRoleCommand({ RoleName: role, AssumeRolePolicyDocument: trust }));
  await letDeliver(aws, trail, group);
  return { logGroupArn: `${groupArn(aws, group)}:*`, roleArn: `arn:aws:iam::${aws.account}:role/${role}` };
}

/** Lets the role of `makeIntegration` deliver to a log group, and to no other. */
export async function letDeliver(aws: Caller, trail: string, group: string): Promise<void> {
  const policy = { PolicyName: 'delivery', PolicyDocument: deliveryPolicy(groupArn(aws, group)) };
  await aws.iam.send(new PutRolePolicyCommand({ RoleName: roleOf(trail), ...policy }));
}

/** The trust policy of a role that a service of AWS may assume, as JSON. */
export function trustIn(service: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  });
}

function roleOf(trail: string): string {
  return `CloudTrail-${trail}`;
}

function groupArn({ account, region }: Caller, group: string): string {
  return `arn:aws:logs:${region}:${account}:log-group:${group}`;
}

function deliveryPolicy(ofGroup: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: `${ofGroup}:log-stream:*`,
      },
    ],
  });
}

/** Source: CloudTrail user guide, "Amazon S3 bucket policy for CloudTrail" and, of organizations, "Creating a trail for an organization with the AWS CLI". */
function bucketPolicy(aws: Caller, bucket: string, trail: string, organizationId?: string): string {
  const arn = `arn:aws:s3:::${bucket}`;
  const cloudTrail = { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' } };
  const folders = [aws.account, organizationId].filter((folder) => folder !== undefined);
  const thisTrail = { 'aws:SourceArn': trailArnOf(aws, trail) };
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { ...cloudTrail, Action: 's3:GetBucketAcl', Resource: arn, Condition: { StringEquals: thisTrail } },
      {
        ...cloudTrail,
        Action: 's3:PutObject',
        Resource: folders.map((folder) => `${arn}/AWSLogs/${folder}/*`),
        Condition: { StringEquals: { ...thisTrail, 's3:x-amz-acl': 'bucket-owner-full-control' } },
      },
    ],
  });
}
