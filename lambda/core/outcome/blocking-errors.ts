import type { BlockedReason } from '../model/reason.ts';
import {
  ADMINISTRATOR,
  BUCKET_OR_KEY_OWNER,
  BUCKET_OWNER,
  KEY_OWNER,
  OPERATOR,
  ORGANIZATION_ADMINISTRATOR,
} from '../model/who-can-act.ts';
import { DEPENDENT_STATEMENTS } from './dependent-permissions.ts';
import type { Failure, KnownError } from './failure.ts';

/** Matches denials by an SCP (IAM user guide, "Troubleshoot access denied error messages"). */
export const BY_SERVICE_CONTROL_POLICY: RegExp = /service control policy/i;

const DENIED: readonly string[] = ['AccessDenied', 'UnauthorizedOperation'];
const DENIED_ADVICE = 'a policy denies this call to the role trailmend-function';
/** Changes of IAM are usually visible within seconds. */
const IAM_VISIBLE_MS = 30_000;

/**
 * Errors after which a person has to act. UpdateTrail validates the complete trail, so errors about
 * its bucket, topic or key are permanent.
 */
export const BLOCKING_ERRORS: readonly KnownError[] = [
  {
    codes: ['InsufficientS3BucketPolicy'],
    failure: blocked(
      'bucket-policy',
      'the bucket policy must allow CloudTrail to write; trailmend changes no bucket policy',
      BUCKET_OWNER,
    ),
  },
  {
    codes: ['S3BucketDoesNotExist', 'InvalidS3BucketName', 'InvalidS3Prefix'],
    failure: blocked('bucket', 'the trail must name an existing bucket', BUCKET_OWNER),
  },
  {
    codes: ['InsufficientSnsTopicPolicy', 'InvalidSnsTopicName', 'CloudTrailInvalidClientTokenId'],
    failure: blocked(
      'topic',
      "the trail's SNS topic must exist and allow CloudTrail to publish",
      'the owner of the SNS topic',
    ),
  },
  {
    // "Insufficient permissions to access S3 bucket BUCKET or KMS key KEY": AWS does not say which.
    codes: ['InsufficientEncryptionPolicy'],
    failure: blocked(
      'kms',
      "the bucket policy and the policy of the trail's KMS key must both allow CloudTrail",
      BUCKET_OR_KEY_OWNER,
    ),
  },
  {
    codes: ['KmsKeyNotFound', 'KmsKeyDisabled', 'Kms', 'InvalidKmsKeyId'],
    failure: blocked('kms', "the trail's KMS key must exist, be enabled and allow CloudTrail to encrypt", KEY_OWNER),
  },
  {
    // CloudWatch Logs also returns AccessDenied when the key is missing or its policy denies
    // access.
    codes: ['InvalidParameter', 'AccessDenied'],
    operations: ['CreateLogGroup'],
    message: /kms/i,
    failure: blocked(
      'kms',
      'the key of LogGroupKmsKeyArn must exist, be enabled and allow CloudWatch Logs to encrypt',
      KEY_OWNER,
    ),
  },
  {
    // CloudWatch Logs reserves names that begin with "aws/", whatever their case.
    codes: ['InvalidParameter'],
    operations: ['CreateLogGroup'],
    message: /reserved|logGroupName/i,
    failure: blocked(
      'log-group-name',
      'CloudWatch Logs does not accept log groups of this name: deploy trailmend with another LogGroupPrefix',
      OPERATOR,
    ),
  },
  {
    codes: DENIED,
    message: BY_SERVICE_CONTROL_POLICY,
    failure: blocked(
      'scp',
      'exempt the role trailmend-function from the service control policy',
      ORGANIZATION_ADMINISTRATOR,
    ),
  },
  ...Object.entries(DEPENDENT_STATEMENTS).map(([action, statement]) => ({
    codes: DENIED,
    operations: ['UpdateTrail'] as const,
    message: new RegExp(`^(?!.*explicit deny).*to perform: ${action}\\b`, 's'),
    failure: blocked(
      'access-denied',
      `UpdateTrail requires ${action} here: add this statement to the policies of the role trailmend-function: ${statement}`,
      ADMINISTRATOR,
    ),
  })),
  {
    // While IAM does not see the new role, the conditions on its path and boundary cannot hold.
    codes: DENIED,
    operations: ['PutRolePolicy'],
    after: ['CreateRole'],
    message: /^(?!.*explicit deny)/s,
    failure: { ...blocked('access-denied', DENIED_ADVICE, ADMINISTRATOR), retryMs: IAM_VISIBLE_MS },
  },
  { codes: DENIED, failure: blocked('access-denied', DENIED_ADVICE, ADMINISTRATOR) },
  {
    codes: ['LimitExceeded'],
    operations: ['CreateRole', 'PutRolePolicy', 'CreateLogGroup', 'PutMetricFilter'],
    failure: blocked('quota', 'the account has reached a quota', ADMINISTRATOR),
  },
  {
    codes: ['CloudWatchLogsDeliveryUnavailable'],
    failure: blocked('region', 'CloudTrail cannot deliver to CloudWatch Logs in this Region', 'AWS'),
  },
  {
    codes: ['InsufficientDependencyServiceAccessPermission'],
    failure: blocked(
      'access-denied',
      `the role trailmend-function lacks a permission that organization trails require, or the service-linked role AWSServiceRoleForCloudTrail is missing; the permissions: ${Object.values(DEPENDENT_STATEMENTS).join(', ')}`,
      ADMINISTRATOR,
    ),
  },
  {
    codes: [
      'NotOrganizationMasterAccount',
      'OperationNotPermitted',
      'NoManagementAccountSLRExists',
      'OrganizationsNotInUse',
      'OrganizationNotInAllFeaturesMode',
      'CloudTrailAccessNotEnabled',
    ],
    failure: blocked(
      'organization',
      'the organization does not allow this account to change the trail',
      ORGANIZATION_ADMINISTRATOR,
    ),
  },
];

function blocked(reason: BlockedReason, advice: string, whoCanAct: string): Extract<Failure, { kind: 'blocked' }> {
  return { kind: 'blocked', reason, advice, whoCanAct };
}
