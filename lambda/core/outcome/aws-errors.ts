import type { AwsError } from '../model/aws-result.ts';
import type { BlockedReason } from '../model/outcome.ts';
import type { Operation, Step } from '../model/step.ts';
import { ADMINISTRATOR, ORGANIZATION_ADMINISTRATOR } from '../model/who-can-act.ts';

/** What an error of a write means for the run. */
export type Failure =
  /** CloudTrail does not see the role, or what it may do, yet; or what was just made is not known yet where it was made. */
  | { readonly kind: 'propagating' }
  /** Another operation is under way, or the rate is used up. */
  | { readonly kind: 'busy' }
  /** The account is not as it was read: read again and plan anew. */
  | { readonly kind: 'outdated' }
  /** Nothing that trailmend may change: somebody has to act first. */
  | { readonly kind: 'blocked'; readonly reason: BlockedReason; readonly advice: string; readonly whoCanAct: string }
  | { readonly kind: 'unexpected' };

interface Known {
  /** Error codes without the ending `Exception`, which some protocols of AWS add and others leave out. */
  readonly codes: readonly string[];
  /** Limits the row to these operations. */
  readonly operations?: readonly Operation[];
  /** Limits the row to a call that followed one of these: its plan made what the call is about. */
  readonly after?: readonly Operation[];
  readonly message?: RegExp;
  readonly failure: Failure;
}

/** How AWS ends its denials by a service control policy (IAM user guide, "Troubleshoot access denied error messages"). */
export const BY_SERVICE_CONTROL_POLICY: RegExp = /service control policy/i;

const BUCKET_OWNER = 'the owner of the S3 bucket';
const KEY_OWNER = 'the owner of the KMS key';

/**
 * What AWS's errors mean, first match first. CloudTrail validates the whole trail on UpdateTrail, so errors about its bucket,
 * topic or key are the trail's own, and permanent. The two `InvalidCloudWatchLogs…` codes are retried only with a message
 * that begins "Access denied": with any other message they are permanent as well.
 */
const KNOWN: readonly Known[] = [
  {
    codes: ['InvalidCloudWatchLogsRoleArn', 'InvalidCloudWatchLogsLogGroupArn'],
    operations: ['UpdateTrail'],
    message: /^Access denied/,
    failure: { kind: 'propagating' },
  },
  {
    codes: ['Conflict', 'Throttling', 'TooManyRequests', 'OperationAborted', 'ConcurrentModification'],
    failure: { kind: 'busy' },
  },
  { codes: ['EntityAlreadyExists', 'ResourceAlreadyExists', 'TrailNotFound'], failure: { kind: 'outdated' } },
  {
    codes: ['NoSuchEntity', 'ResourceNotFound'],
    operations: ['PutRolePolicy', 'PutRetentionPolicy', 'PutMetricFilter'],
    after: ['CreateRole', 'CreateLogGroup'],
    failure: { kind: 'propagating' },
  },
  { codes: ['NoSuchEntity'], operations: ['PutRolePolicy'], failure: { kind: 'outdated' } },
  { codes: ['ResourceNotFound'], operations: ['PutRetentionPolicy', 'PutMetricFilter'], failure: { kind: 'outdated' } },
  {
    codes: ['InsufficientS3BucketPolicy'],
    failure: blocked(
      'bucket-policy',
      "the bucket's policy has to let CloudTrail write; trailmend edits no bucket policy",
      BUCKET_OWNER,
    ),
  },
  {
    codes: ['S3BucketDoesNotExist', 'InvalidS3BucketName', 'InvalidS3Prefix'],
    failure: blocked('bucket', 'the trail has to name a bucket that exists', BUCKET_OWNER),
  },
  {
    codes: ['InsufficientSnsTopicPolicy', 'InvalidSnsTopicName', 'CloudTrailInvalidClientTokenId'],
    failure: blocked(
      'topic',
      "the trail's SNS topic has to exist and let CloudTrail publish",
      'the owner of the SNS topic',
    ),
  },
  {
    codes: ['InsufficientEncryptionPolicy', 'KmsKeyNotFound', 'KmsKeyDisabled', 'Kms', 'InvalidKmsKeyId'],
    failure: blocked('kms', "the trail's KMS key has to exist, be enabled and let CloudTrail encrypt", KEY_OWNER),
  },
  {
    // CloudWatch Logs answers AccessDenied too when the key is missing or its policy does not let it in.
    codes: ['InvalidParameter', 'AccessDenied'],
    operations: ['CreateLogGroup'],
    message: /kms/i,
    failure: blocked(
      'kms',
      'the key of LogGroupKmsKeyArn has to exist, be enabled and let CloudWatch Logs encrypt',
      KEY_OWNER,
    ),
  },
  {
    codes: ['AccessDenied', 'UnauthorizedOperation'],
    message: BY_SERVICE_CONTROL_POLICY,
    failure: blocked(
      'scp',
      'exempt the role trailmend-function from the service control policy',
      ORGANIZATION_ADMINISTRATOR,
    ),
  },
  {
    codes: ['AccessDenied', 'UnauthorizedOperation'],
    failure: blocked('access-denied', 'a policy denies this call to the role trailmend-function', ADMINISTRATOR),
  },
  {
    codes: ['LimitExceeded'],
    operations: ['CreateRole', 'PutRolePolicy', 'CreateLogGroup', 'PutMetricFilter'],
    failure: blocked('quota', 'a quota of the account is used up', ADMINISTRATOR),
  },
  {
    codes: ['CloudWatchLogsDeliveryUnavailable'],
    failure: blocked('region', 'CloudTrail cannot deliver to CloudWatch Logs in this Region', 'AWS'),
  },
  {
    codes: [
      'NotOrganizationMasterAccount',
      'OperationNotPermitted',
      'InsufficientDependencyServiceAccessPermission',
      'NoManagementAccountSLRExists',
      'OrganizationsNotInUse',
      'OrganizationNotInAllFeaturesMode',
      'CloudTrailAccessNotEnabled',
    ],
    failure: blocked(
      'organization',
      'the organization does not let this account change the trail',
      ORGANIZATION_ADMINISTRATOR,
    ),
  },
];

/** What an error that a write met means. An error that no row names is `unexpected`. */
export function classify(
  { operation, needs }: Pick<Step, 'operation' | 'needs'>,
  { code, message }: Pick<AwsError, 'code' | 'message'>,
): Failure {
  const bare = code.replace(/Exception$/, '');
  const row = KNOWN.find(
    (known) =>
      known.codes.includes(bare) &&
      (known.operations?.includes(operation) ?? true) &&
      (known.after?.some((one) => needs.includes(one)) ?? true) &&
      (known.message?.test(message) ?? true),
  );
  return row?.failure ?? { kind: 'unexpected' };
}

function blocked(reason: BlockedReason, advice: string, whoCanAct: string): Failure {
  return { kind: 'blocked', reason, advice, whoCanAct };
}
