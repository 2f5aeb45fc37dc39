import { describe, expect, test } from '@jest/globals';
import { changes, isRead, subjectOf } from '../../emulator/emulator-request.ts';

/** `SERVICE OPERATION` with what it is about. */
const asked = (name: string, subject?: string) => {
  const [service = '', ...operation] = name.split(' ');
  return { service, operation: operation.join(' '), subject };
};

describe('a read is as it was after a write', () => {
  test.each([
    ['to another service', asked('iam PutRolePolicy', 'role a'), asked('s3 GET /b?policy', 'b')],
    ['to another role', asked('iam PutRolePolicy', 'role a'), asked('iam GetRole', 'role b')],
    ['to a role, for a managed policy', asked('iam AttachRolePolicy', 'role a'), asked('iam GetPolicy', 'policy a')],
    ['to another bucket', asked('s3 PutBucketPolicy', 'a'), asked('s3 GET /b?policy', 'b')],
    ['to a trail, for its tags', asked('cloudtrail UpdateTrail'), asked('cloudtrail ListTags')],
    ["to a trail's logging, for the trail", asked('cloudtrail StopLogging'), asked('cloudtrail GetTrail')],
  ])('%s', (_, write, read) => {
    expect(changes(write, read)).toBe(false);
  });
});

describe('a read may be another after a write', () => {
  test.each([
    ['to the same role', asked('iam PutRolePolicy', 'role a'), asked('iam GetRole', 'role a')],
    ['to something of IAM that is no role', asked('iam CreateAccountAlias'), asked('iam GetRole', 'role a')],
    ['to a role, for a list of all', asked('iam CreateRole', 'role a'), asked('iam ListRoles')],
    ['to the same bucket', asked('s3 PutBucketPolicy', 'b'), asked('s3 GET /b?policy', 'b')],
    ['that makes a trail', asked('cloudtrail CreateTrail'), asked('cloudtrail ListTags')],
    ['that deletes a trail', asked('cloudtrail DeleteTrail'), asked('cloudtrail GetTrailStatus')],
    ['to a trail', asked('cloudtrail UpdateTrail'), asked('cloudtrail DescribeTrails')],
    ["to a trail's logging", asked('cloudtrail StopLogging'), asked('cloudtrail GetTrailStatus')],
    ["to a trail's tags", asked('cloudtrail RemoveTags'), asked('cloudtrail ListTags')],
    ["to a trail's selectors", asked('cloudtrail PutEventSelectors'), asked('cloudtrail GetEventSelectors')],
    ['that makes an account, which has roles', asked('organizations CreateAccount'), asked('iam GetRole', 'role a')],
    ['by CloudFormation', asked('cloudformation ExecuteChangeSet'), asked('s3 GET /b?policy', 'b')],
    ['of a service that nobody knows', asked('unknown POST /_ministack/reset'), asked('kms DescribeKey')],
  ])('%s', (_, write, read) => {
    expect(changes(write, read)).toBe(true);
  });
});

test.each(['iam GetRole', 's3 GET /b?policy', 's3 HeadBucket', 'lambda Invoke', 'cloudtrail LookupEvents'])(
  '%s is a read',
  (name) => expect(isRead(asked(name))).toBe(true),
);
test.each(['iam TagRole', 's3 PUT /b', 's3 PutObject', 'sts AssumeRole', 'unknown POST /_ministack/reset'])(
  '%s is a write',
  (name) => expect(isRead(asked(name))).toBe(false),
);

describe('a request is about', () => {
  test('a role, whatever its case', () => {
    expect(subjectOf('iam', '/', { RoleName: 'Worker', PolicyArn: 'arn:p' })).toBe('role worker');
  });
  test('a managed policy', () => expect(subjectOf('iam', '/', { PolicyArn: 'arn:P' })).toBe('policy arn:p'));
  test('a bucket, or an object in it', () => {
    expect(subjectOf('s3', '/logs?policy', {})).toBe('logs');
    expect(subjectOf('s3', '/logs/AWSLogs/file', {})).toBe('logs');
  });
  test('anything, where nothing says more', () => {
    expect(subjectOf('iam', '/', { UserName: 'anna' })).toBeUndefined();
    expect(subjectOf('s3', '/', {})).toBeUndefined();
    expect(subjectOf('cloudtrail', '/', { Name: 'audit' })).toBeUndefined();
  });
});
