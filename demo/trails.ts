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

/** Where a trail delivers beside its bucket. */
export interface Integration {
  readonly logGroupArn: string;
  readonly roleArn: string;
}

/** The ARN of a trail of the account and region. */
export function trailArnOf({ account, region }: Caller, name: string): string {
  return `arn:aws:cloudtrail:${region}:${account}:trail/${name}`;
}

/** Makes the bucket of a trail, with the policy by which CloudTrail may write to it. */
export async function makeBucket(aws: Caller, trail: string): Promise<string> {
  // Trails may have capitals, buckets may not.
  const bucket = `${trail.toLowerCase()}-${aws.account}`;
  await aws.s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await aws.s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: bucketPolicy(aws, bucket, trail) }));
  return bucket;
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

const VISIBLE_WITHIN_MS = 60_000;
const BETWEEN_TRIES_MS = 1_000;

async function onceVisible(send: () => Promise<unknown>): Promise<void> {
  for (const end = performance.now() + VISIBLE_WITHIN_MS; ; ) {
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
  const groupArn = `arn:aws:logs:${aws.region}:${aws.account}:log-group:${group}`;
  const role = `CloudTrail-${trail}`;
  await aws.logs.send(new CreateLogGroupCommand({ logGroupName: group }));
  await aws.iam.send(new CreateRoleCommand({ RoleName: role, AssumeRolePolicyDocument: TRUST }));
  await aws.iam.send(
    new PutRolePolicyCommand({ RoleName: role, PolicyName: 'delivery', PolicyDocument: deliveryPolicy(groupArn) }),
  );
  return { logGroupArn: `${groupArn}:*`, roleArn: `arn:aws:iam::${aws.account}:role/${role}` };
}

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

function deliveryPolicy(groupArn: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: `${groupArn}:log-stream:*`,
      },
    ],
  });
}

/** Source: CloudTrail user guide, "Amazon S3 bucket policy for CloudTrail". */
function bucketPolicy(aws: Caller, bucket: string, trail: string): string {
  const arn = `arn:aws:s3:::${bucket}`;
  const cloudTrail = { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' } };
  const thisTrail = { 'aws:SourceArn': trailArnOf(aws, trail) };
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { ...cloudTrail, Action: 's3:GetBucketAcl', Resource: arn, Condition: { StringEquals: thisTrail } },
      {
        ...cloudTrail,
        Action: 's3:PutObject',
        Resource: `${arn}/AWSLogs/${aws.account}/*`,
        Condition: { StringEquals: { ...thisTrail, 's3:x-amz-acl': 'bucket-owner-full-control' } },
      },
    ],
  });
}
