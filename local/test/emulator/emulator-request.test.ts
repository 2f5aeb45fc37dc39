import { describe, expect, test } from '@jest/globals';
import { isRead, mayChange, subjectOf } from '../../emulator/emulator-request.ts';

/** A request from `SERVICE OPERATION` and its subject. */
const request = (name: string, subject?: string) => {
  const [service = '', ...operation] = name.split(' ');
  return { service, operation: operation.join(' '), subject };
};

describe('the answer to a read stays the same after a write', () => {
  test.each([
    ['to another service', request('iam PutRolePolicy', 'role a'), request('s3 GET /b?policy', 'b')],
    ['to another role', request('iam PutRolePolicy', 'role a'), request('iam GetRole', 'role b')],
    [
      'to a role, for a managed policy',
      request('iam AttachRolePolicy', 'role a'),
      request('iam GetPolicy', 'policy a'),
    ],
    ['to another bucket', request('s3 PutBucketPolicy', 'a'), request('s3 GET /b?policy', 'b')],
    ['to a trail, for its tags', request('cloudtrail UpdateTrail'), request('cloudtrail ListTags')],
    ["to a trail's logging, for the trail", request('cloudtrail StopLogging'), request('cloudtrail GetTrail')],
  ])('%s', (_, write, read) => {
    expect(mayChange(write, read)).toBe(false);
  });
});

describe('the answer to a read may change after a write', () => {
  test.each([
    ['to the same role', request('iam PutRolePolicy', 'role a'), request('iam GetRole', 'role a')],
    ['to an IAM resource other than a role', request('iam CreateAccountAlias'), request('iam GetRole', 'role a')],
    ['to a role, for a list of all', request('iam CreateRole', 'role a'), request('iam ListRoles')],
    ['to the same bucket', request('s3 PutBucketPolicy', 'b'), request('s3 GET /b?policy', 'b')],
    ['that creates a trail', request('cloudtrail CreateTrail'), request('cloudtrail ListTags')],
    ['that deletes a trail', request('cloudtrail DeleteTrail'), request('cloudtrail GetTrailStatus')],
    ['to a trail', request('cloudtrail UpdateTrail'), request('cloudtrail DescribeTrails')],
    ["to a trail's logging", request('cloudtrail StopLogging'), request('cloudtrail GetTrailStatus')],
    ["to a trail's tags", request('cloudtrail RemoveTags'), request('cloudtrail ListTags')],
    ["to a trail's selectors", request('cloudtrail PutEventSelectors'), request('cloudtrail GetEventSelectors')],
    [
      'that creates an account, which has roles',
      request('organizations CreateAccount'),
      request('iam GetRole', 'role a'),
    ],
    ['by CloudFormation', request('cloudformation ExecuteChangeSet'), request('s3 GET /b?policy', 'b')],
    ['of an unknown service', request('unknown POST /_ministack/reset'), request('kms DescribeKey')],
  ])('%s', (_, write, read) => {
    expect(mayChange(write, read)).toBe(true);
  });
});

test.each(['iam GetRole', 's3 GET /b?policy', 's3 HeadBucket', 'lambda Invoke', 'cloudtrail LookupEvents'])(
  '%s is a read',
  (name) => expect(isRead(request(name))).toBe(true),
);
test.each(['iam TagRole', 's3 PUT /b', 's3 PutObject', 'sts AssumeRole', 'unknown POST /_ministack/reset'])(
  '%s is a write',
  (name) => expect(isRead(request(name))).toBe(false),
);

describe('the subject of a request is', () => {
  test('a role, whatever its case', () => {
    expect(subjectOf('iam', '/', { RoleName: 'Worker', PolicyArn: 'arn:p' })).toBe('role worker');
  });
  test('a managed policy', () => expect(subjectOf('iam', '/', { PolicyArn: 'arn:P' })).toBe('policy arn:p'));
  test('a bucket, or an object in it', () => {
    expect(subjectOf('s3', '/logs?policy', {})).toBe('logs');
    expect(subjectOf('s3', '/logs/AWSLogs/file', {})).toBe('logs');
  });
  test('undefined when the request names none', () => {
    expect(subjectOf('iam', '/', { UserName: 'anna' })).toBeUndefined();
    expect(subjectOf('s3', '/', {})).toBeUndefined();
    expect(subjectOf('cloudtrail', '/', { Name: 'audit' })).toBeUndefined();
  });
});
