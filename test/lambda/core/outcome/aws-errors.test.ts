import { describe, expect, test } from '@jest/globals';
import type { Operation } from '../../../../lambda/core/model/step.ts';
import { classify } from '../../../../lambda/core/outcome/aws-errors.ts';

function meaning(
  operation: Operation,
  code: string,
  message = 'It did not work',
  needs: readonly Operation[] = [],
): string {
  const failure = classify({ operation, needs }, { code, message });
  return failure.kind === 'blocked' ? `blocked: ${failure.reason}` : failure.kind;
}

/** The errors that AWS documents for the seven calls, and what each means for a run. */
describe('an error of UpdateTrail or StartLogging', () => {
  test.each([
    ['InsufficientS3BucketPolicyException', 'blocked: bucket-policy'],
    ['S3BucketDoesNotExistException', 'blocked: bucket'],
    ['InvalidS3BucketNameException', 'blocked: bucket'],
    ['InvalidS3PrefixException', 'blocked: bucket'],
    ['InsufficientSnsTopicPolicyException', 'blocked: topic'],
    ['InvalidSnsTopicNameException', 'blocked: topic'],
    ['CloudTrailInvalidClientTokenIdException', 'blocked: topic'],
    ['InsufficientEncryptionPolicyException', 'blocked: kms'],
    ['KmsKeyNotFoundException', 'blocked: kms'],
    ['KmsKeyDisabledException', 'blocked: kms'],
    ['KmsException', 'blocked: kms'],
    ['InvalidKmsKeyIdException', 'blocked: kms'],
    ['CloudWatchLogsDeliveryUnavailableException', 'blocked: region'],
    ['NotOrganizationMasterAccountException', 'blocked: organization'],
    ['OperationNotPermittedException', 'blocked: organization'],
    ['InsufficientDependencyServiceAccessPermissionException', 'blocked: access-denied'],
    ['NoManagementAccountSLRExistsException', 'blocked: organization'],
    ['OrganizationsNotInUseException', 'blocked: organization'],
    ['OrganizationNotInAllFeaturesModeException', 'blocked: organization'],
    ['CloudTrailAccessNotEnabledException', 'blocked: organization'],
    ['AccessDeniedException', 'blocked: access-denied'],
    ['UnauthorizedOperation', 'blocked: access-denied'],
    ['ConflictException', 'busy'],
    ['ThrottlingException', 'busy'],
    ['TooManyRequestsException', 'busy'],
    ['TrailNotFoundException', 'outdated'],
    ['InvalidHomeRegionException', 'unexpected'],
    ['InvalidTrailNameException', 'unexpected'],
    ['CloudTrailARNInvalidException', 'unexpected'],
    ['UnsupportedOperationException', 'unexpected'],
    ['InvalidParameterCombinationException', 'unexpected'],
    ['InternalFailure', 'unexpected'],
    ['ServiceUnavailable', 'unexpected'],
    ['TimeoutError', 'unexpected'],
  ])('%s is %s', (code, expected) => {
    expect([meaning('UpdateTrail', code), meaning('StartLogging', code)]).toEqual([expected, expected]);
  });
});

describe('the two codes by which CloudTrail refuses a role that it does not see yet', () => {
  const codes = ['InvalidCloudWatchLogsRoleArnException', 'InvalidCloudWatchLogsLogGroupArnException'];
  test.each([
    ['Access denied. Check the trust relationships for your role.', 'propagating'],
    ['Access denied. Verify in IAM that the role has adequate permissions.', 'propagating'],
    ['You must specify a role ARN as well as a log group.', 'unexpected'],
    ['CloudTrail cannot validate the specified log group ARN.', 'unexpected'],
    ['The group said: Access denied.', 'unexpected'],
  ])('with the message "%s"', (message, expected) => {
    expect(codes.map((code) => meaning('UpdateTrail', code, message))).toEqual([expected, expected]);
  });

  test('mean nothing on another call', () => {
    expect(codes.map((code) => meaning('CreateRole', code, 'Access denied.'))).toEqual(['unexpected', 'unexpected']);
  });
});

describe('an error of IAM or CloudWatch Logs', () => {
  test.each<[Operation, string, string]>([
    ['CreateRole', 'EntityAlreadyExistsException', 'outdated'],
    ['CreateRole', 'ConcurrentModificationException', 'busy'],
    ['CreateRole', 'LimitExceededException', 'blocked: quota'],
    ['CreateRole', 'LimitExceeded', 'blocked: quota'],
    ['CreateRole', 'NoSuchEntityException', 'unexpected'],
    ['CreateRole', 'MalformedPolicyDocumentException', 'unexpected'],
    ['CreateRole', 'AccessDenied', 'blocked: access-denied'],
    ['PutRolePolicy', 'NoSuchEntityException', 'outdated'],
    ['PutRolePolicy', 'LimitExceededException', 'blocked: quota'],
    ['CreateLogGroup', 'ResourceAlreadyExistsException', 'outdated'],
    ['CreateLogGroup', 'OperationAbortedException', 'busy'],
    ['CreateLogGroup', 'LimitExceededException', 'blocked: quota'],
    ['CreateLogGroup', 'ResourceNotFoundException', 'unexpected'],
    ['PutRetentionPolicy', 'ResourceNotFoundException', 'outdated'],
    ['PutRetentionPolicy', 'LimitExceededException', 'unexpected'],
    ['PutMetricFilter', 'ResourceNotFoundException', 'outdated'],
    ['PutMetricFilter', 'OperationAbortedException', 'busy'],
    ['PutMetricFilter', 'ThrottlingException', 'busy'],
    ['PutMetricFilter', 'LimitExceededException', 'blocked: quota'],
    ['PutMetricFilter', 'InvalidParameterException', 'unexpected'],
    ['PutRetentionPolicy', 'InvalidParameterException', 'unexpected'],
  ])('%s: %s is %s', (operation, code, expected) => expect(meaning(operation, code)).toBe(expected));

  test.each<[Operation, string, Operation]>([
    ['PutRolePolicy', 'NoSuchEntityException', 'CreateRole'],
    ['PutRetentionPolicy', 'ResourceNotFoundException', 'CreateLogGroup'],
    ['PutMetricFilter', 'ResourceNotFoundException', 'CreateLogGroup'],
  ])('%s: %s is propagating where %s has just created the resource', (operation, code, made) => {
    expect(meaning(operation, code, '', [made])).toBe('propagating');
    expect(meaning(operation, code, '', ['UpdateTrail'])).toBe('outdated');
  });

  test.each([
    ['no identity-based policy allows the iam:PutRolePolicy action', 30_000],
    ['with an explicit deny in an identity-based policy', undefined],
  ])('a denied PutRolePolicy after CreateRole, "%s", is retried for %s ms', (cause, retryMs) => {
    const error = { code: 'AccessDenied', message: `is not authorized to perform: iam:PutRolePolicy, ${cause}` };
    expect(classify({ operation: 'PutRolePolicy', needs: ['CreateRole'] }, error)).toEqual({
      kind: 'blocked',
      reason: 'access-denied',
      advice: expect.any(String),
      whoCanAct: 'an administrator of the account',
      ...(retryMs !== undefined && { retryMs }),
    });
  });

  test('is about the key when CreateLogGroup names it', () => {
    const message = 'The specified KMS key does not exist or is not allowed to be used';
    expect(meaning('CreateLogGroup', 'InvalidParameterException', message)).toBe('blocked: kms');
    expect(meaning('CreateLogGroup', 'InvalidParameterException', 'Invalid tags')).toBe('unexpected');
    expect(meaning('PutRetentionPolicy', 'InvalidParameterException', message)).toBe('unexpected');
  });

  test.each([
    'Log groups starting with AWS/ are reserved for AWS.',
    "1 validation error detected: Value at 'logGroupName' failed to satisfy constraint",
  ])('is about the name of the log group: %s', (message) => {
    expect(meaning('CreateLogGroup', 'InvalidParameterException', message)).toBe('blocked: log-group-name');
    expect(meaning('PutMetricFilter', 'InvalidParameterException', message)).toBe('unexpected');
  });

  test('is caused by a service control policy when the message says so', () => {
    const message = 'is not authorized to perform: iam:CreateRole with an explicit deny in a service control policy';
    expect(meaning('CreateRole', 'AccessDenied', message)).toBe('blocked: scp');
  });
});

describe('a blocked call says what to do and who can act', () => {
  const ADMINISTRATOR = 'an administrator of the account';
  const BUCKET_OWNER = 'the owner of the S3 bucket';
  const KEY_OWNER = 'the owner of the KMS key';
  const BY_SCP = 'with an explicit deny in a Service Control Policy';
  test.each<[Operation, string, string, string, string]>([
    [
      'UpdateTrail',
      'InsufficientS3BucketPolicyException',
      '',
      'the bucket policy must allow CloudTrail to write; trailmend changes no bucket policy',
      BUCKET_OWNER,
    ],
    ['UpdateTrail', 'S3BucketDoesNotExistException', '', 'the trail must name an existing bucket', BUCKET_OWNER],
    [
      'UpdateTrail',
      'InvalidSnsTopicNameException',
      '',
      "the trail's SNS topic must exist and allow CloudTrail to publish",
      'the owner of the SNS topic',
    ],
    [
      'UpdateTrail',
      'KmsKeyNotFoundException',
      '',
      "the trail's KMS key must exist, be enabled and allow CloudTrail to encrypt",
      KEY_OWNER,
    ],
    [
      'CreateLogGroup',
      'AccessDeniedException',
      'no KMS key',
      'the key of LogGroupKmsKeyArn must exist, be enabled and allow CloudWatch Logs to encrypt',
      KEY_OWNER,
    ],
    [
      'CreateRole',
      'AccessDenied',
      BY_SCP,
      'exempt the role trailmend-function from the service control policy',
      'an administrator of the organization',
    ],
    ['CreateRole', 'AccessDenied', '', 'a policy denies this call to the role trailmend-function', ADMINISTRATOR],
    ['CreateRole', 'LimitExceededException', '', 'the account has reached a quota', ADMINISTRATOR],
    [
      'UpdateTrail',
      'CloudWatchLogsDeliveryUnavailableException',
      '',
      'CloudTrail cannot deliver to CloudWatch Logs in this Region',
      'AWS',
    ],
    [
      'UpdateTrail',
      'InsufficientEncryptionPolicyException',
      'Insufficient permissions to access S3 bucket b or KMS key k.',
      "the bucket policy and the policy of the trail's KMS key must both allow CloudTrail",
      'the owner of the S3 bucket or of the KMS key',
    ],
    [
      'CreateLogGroup',
      'InvalidParameterException',
      'Log groups starting with AWS/ are reserved for AWS.',
      'CloudWatch Logs does not accept log groups of this name: deploy trailmend with another LogGroupPrefix',
      'the operator of trailmend',
    ],
    [
      'UpdateTrail',
      'OrganizationsNotInUseException',
      '',
      'the organization does not allow this account to change the trail',
      'an administrator of the organization',
    ],
  ])('%s returned %s %s', (operation, code, message, advice, whoCanAct) => {
    expect(classify({ operation, needs: [] }, { code, message })).toMatchObject({ kind: 'blocked', advice, whoCanAct });
  });

  test.each([
    ['iam:CreateServiceLinkedRole', ',"Condition":{"StringEquals":{"iam:AWSServiceName":"cloudtrail.amazonaws.com"}}'],
    ['iam:GetRole', ''],
    ['organizations:ListAWSServiceAccessForOrganization', ''],
  ])('with the statement to add when UpdateTrail requires %s', (action, condition) => {
    const statement = `{"Effect":"Allow","Action":"${action}","Resource":"*"${condition}}`;
    const message = `User: arn:x is not authorized to perform: ${action} on resource: *`;
    const denied = { code: 'AccessDeniedException', message };
    expect(classify({ operation: 'UpdateTrail', needs: [] }, denied)).toMatchObject({
      reason: 'access-denied',
      advice: `UpdateTrail requires ${action} here: add this statement to the policies of the role trailmend-function: ${statement}`,
      whoCanAct: ADMINISTRATOR,
    });
    const others: readonly [Operation, string][] = [
      ['UpdateTrail', `${message} with an explicit deny in an identity-based policy`],
      ['UpdateTrail', message.replace(action, `${action}s`)],
      ['StartLogging', message],
    ];
    for (const [operation, text] of others) {
      expect(classify({ operation, needs: [] }, { ...denied, message: text })).toMatchObject({
        advice: 'a policy denies this call to the role trailmend-function',
      });
    }
    const all = classify(
      { operation: 'UpdateTrail', needs: [] },
      { code: 'InsufficientDependencyServiceAccessPermissionException', message: 'denied' },
    );
    expect(all).toMatchObject({ advice: expect.stringContaining(statement) });
    expect(all).toMatchObject({ advice: expect.stringContaining('AWSServiceRoleForCloudTrail') });
  });

  test('by a service control policy, under every code of a denial', () => {
    expect(meaning('StartLogging', 'UnauthorizedOperation', BY_SCP)).toBe('blocked: scp');
    expect(meaning('StartLogging', 'ThrottlingException', BY_SCP)).toBe('busy');
  });
});

test('an error is recognized by its complete code', () => {
  expect(meaning('UpdateTrail', 'ConflictExceptionally')).toBe('unexpected');
  expect(meaning('UpdateTrail', 'ExceptionConflict')).toBe('unexpected');
});
