import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type EmulatorApi, EmulatorError } from '../emulator/api.ts';
import type { Evaluator } from '../iam/evaluator.ts';
import { DeliveryError } from './delivery-error.ts';
import type { PendingRecord } from './pending-record.ts';
import type { TrailDestinations } from './trail-destinations.ts';

const pack = promisify(gzip);

/** One log file: the records of one account and Region. */
export interface LogFile {
  readonly trail: TrailDestinations;
  readonly account: string;
  readonly region: string;
  readonly records: readonly PendingRecord[];
  /** Of an organization trail. */
  readonly organizationId?: string;
  /** The account that owns the bucket. */
  readonly bucketAccount: string;
  readonly writtenAt: Date;
}

/**
 * Writes a log file to a trail's bucket if the bucket's policy allows it.
 * Source: CloudTrail user guide, "Finding your CloudTrail log files" and "CloudTrail log file name
 * format", "Amazon S3 bucket policy for CloudTrail" (action and condition keys). Not built: KMS,
 * digest files, the topic.
 * @throws DeliveryError with the code of S3's error, as GetTrailStatus returns it (reported)
 */
export async function writeLogFile(api: EmulatorApi, evaluator: Evaluator, file: LogFile): Promise<void> {
  const { trail, records, bucketAccount: account } = file;
  const { partition, bucket, homeRegion: region } = trail;
  const where = { account, region };
  const key = keyOf(file);
  const { allowed } = await evaluator.decide({
    principal: { kind: 'service', service: 'cloudtrail.amazonaws.com' },
    action: 's3:PutObject',
    resource: `arn:${partition}:s3:::${bucket}/${key}`,
    resourceAccount: account,
    region,
    resourcePolicy: await policyOf(api, bucket, where),
    context: {
      'aws:SourceArn': trail.arn,
      'aws:SourceAccount': trail.account,
      'aws:SecureTransport': 'true',
      's3:x-amz-acl': 'bucket-owner-full-control',
    },
  });
  if (!allowed) throw new DeliveryError('AccessDenied');
  const body = await pack(`{"Records":[${records.map(({ text }) => text).join(',')}]}`);
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
  await api.rest('s3', 'PUT', `/${bucket}/${key}`, where, { headers, body });
}

function keyOf({ trail, account, region, organizationId, writtenAt }: LogFile): string {
  const [date = '', time = ''] = writtenAt.toISOString().split('T');
  const stamp = `${date.replaceAll('-', '')}T${time.slice(0, 5).replace(':', '')}Z`;
  const name = `${account}_CloudTrail_${region}_${stamp}_${randomBytes(8).toString('hex')}.json.gz`;
  return [trail.prefix, 'AWSLogs', organizationId, account, 'CloudTrail', region, ...date.split('-'), name]
    .filter(Boolean)
    .join('/');
}

/** The bucket's policy as JSON; a policy that allows nothing when the bucket has none. */
async function policyOf(api: EmulatorApi, bucket: string, where: { account: string; region: string }): Promise<string> {
  try {
    return JSON.stringify(await api.rest('s3', 'GET', `/${encodeURIComponent(bucket)}?policy`, where));
  } catch (error) {
    if (!(error instanceof EmulatorError)) throw error;
    if (error.code === 'NoSuchBucketPolicy') return '{"Version":"2012-10-17","Statement":[]}';
    throw new DeliveryError(error.code);
  }
}
