import { type EmulatorApi, EmulatorError, type Where } from '../emulator/api.ts';
import type { Behaviour, Call } from '../gate/call.ts';
import type { Evaluator } from '../iam/evaluator.ts';
import type { Refusal } from './refusal.ts';

/**
 * The owners of buckets. Bucket names are unique across accounts, and the emulator stores buckets
 * by account.
 */
export interface BucketOwners {
  /** Records the owners of the buckets that callers create. */
  readonly behaviour: Behaviour;
  /** The account that created a bucket; undefined when the gate has not seen its creation. */
  ownerOf(bucket: string): string | undefined;
}

export function bucketOwners(accountOf: (call: Call) => Promise<string>): BucketOwners {
  const owners = new Map<string, string>();
  return {
    async behaviour(call, next) {
      const answer = await next(call);
      const bucket = call.url.split(/[/?]/)[1];
      if (call.service === 's3' && call.operation === 'CreateBucket' && answer.status < 400 && bucket) {
        owners.set(bucket, await accountOf(call));
      }
      return answer;
    },
    ownerOf: (bucket) => owners.get(bucket),
  };
}

/** The place of a trail's log files. */
export interface LogFiles {
  readonly trailArn: string;
  readonly bucket: string;
  readonly prefix: string;
  /** Of an organization trail. */
  readonly organizationId?: string;
}

/**
 * Checks that CloudTrail can write a trail's log files: the bucket exists, and its policy allows
 * CloudTrail to read its ACL and to write.
 * Source: CloudTrail user guide, "Amazon S3 bucket policy for CloudTrail" (actions, paths,
 * condition keys); aws/aws-cdk issue 11602 (code and message); moto's tests against AWS (message of
 * S3BucketDoesNotExistException). The message about a missing name is assumed.
 */
export async function checkBucket(
  api: EmulatorApi,
  evaluator: Evaluator,
  owners: BucketOwners,
  { trailArn, bucket, prefix, organizationId }: LogFiles,
): Promise<Refusal | undefined> {
  if (bucket === '') return { code: 'InvalidS3BucketNameException', message: 'Bucket name is blank!' };
  const [, partition = '', , region = '', account = ''] = trailArn.split(':');
  const owner = owners.ownerOf(bucket) ?? account;
  const found = await findBucket(api, bucket, { account: owner, region });
  if (found === undefined) {
    return { code: 'S3BucketDoesNotExistException', message: `S3 bucket ${bucket} does not exist!` };
  }
  const permissions = logFilePermissions(`arn:${partition}:s3:::${bucket}`, account, prefix, organizationId);
  const decisions = await Promise.all(
    permissions.map(({ action, resource }) =>
      evaluator.decide({
        principal: { kind: 'service', service: 'cloudtrail.amazonaws.com' },
        action,
        resource,
        resourceAccount: owner,
        region,
        resourcePolicy: found.policy,
        context: {
          'aws:SourceArn': trailArn,
          'aws:SourceAccount': account,
          'aws:SecureTransport': 'true',
          ...(action === 's3:PutObject' && { 's3:x-amz-acl': 'bucket-owner-full-control' }),
        },
      }),
    ),
  );
  if (decisions.every(({ allowed }) => allowed)) return undefined;
  return {
    code: 'InsufficientS3BucketPolicyException',
    message: `Incorrect S3 bucket policy is detected for bucket: ${bucket}`,
  };
}

/**
 * The permissions on a bucket that CloudTrail requires for the log files of an account and, if
 * given, of an organization.
 */
function logFilePermissions(bucketArn: string, account: string, prefix: string, organizationId: string | undefined) {
  const logs = `${bucketArn}/${prefix === '' ? '' : `${prefix}/`}AWSLogs`;
  const folders = [account, ...(organizationId === undefined ? [] : [`${organizationId}/${account}`])];
  return [
    { action: 's3:GetBucketAcl', resource: bucketArn },
    ...folders.map((folder) => ({ action: 's3:PutObject', resource: `${logs}/${folder}/CloudTrail/` })),
  ];
}

/** A bucket's policy and Region. */
export interface FoundBucket {
  /** The policy as JSON; a policy that allows nothing when the bucket has none. */
  readonly policy: string;
  readonly region: string;
}

/**
 * Finds a bucket, which may be in another Region than its trail; undefined when it does not exist.
 * @param where its owner, and the Region to search first
 */
export async function findBucket(api: EmulatorApi, bucket: string, where: Where): Promise<FoundBucket | undefined> {
  const { region } = where;
  try {
    const policy = await api.rest('s3', 'GET', `/${encodeURIComponent(bucket)}?policy`, where);
    return { policy: JSON.stringify(policy), region };
  } catch (error) {
    if (!(error instanceof EmulatorError)) throw error;
    const home = error.headers['x-amz-bucket-region'];
    if (error.code === 'PermanentRedirect' && home !== undefined) {
      return findBucket(api, bucket, { ...where, region: home });
    }
    if (error.code === 'NoSuchBucketPolicy') return { policy: '{"Statement":[]}', region };
    if (/NoSuchBucket|InvalidBucketName/.test(error.code)) return undefined;
    throw error;
  }
}
