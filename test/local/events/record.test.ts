import { describe, expect, test } from '@jest/globals';
import { busEvent, cloudTrailRecord, type RecordedCall } from '../../../local/events/record.ts';

const CALL: RecordedCall = {
  eventId: '11111111-1111-4111-8111-111111111111',
  requestId: '22222222-2222-4222-8222-222222222222',
  time: new Date('2026-02-03T04:05:06.789Z'),
  service: 'cloudtrail',
  operation: 'StopLogging',
  account: '123456789012',
  region: 'eu-west-1',
  identity: { type: 'Root', arn: 'arn:aws:iam::123456789012:root' },
  sourceIp: '127.0.0.1',
  userAgent: 'aws-cli/2',
  input: { Name: 'main' },
  output: { elements: {} },
};

describe('a CloudTrail record', () => {
  test('has the fields of a recorded call of event version 1.10', () => {
    const record = cloudTrailRecord(CALL);
    // The fields of a StopLogging record published with DataDog's Stratus Red Team (Apache-2.0), in alphabetical order.
    expect(Object.keys(record).sort()).toEqual([
      'awsRegion',
      'eventCategory',
      'eventID',
      'eventName',
      'eventSource',
      'eventTime',
      'eventType',
      'eventVersion',
      'managementEvent',
      'readOnly',
      'recipientAccountId',
      'requestID',
      'requestParameters',
      'responseElements',
      'sourceIPAddress',
      'tlsDetails',
      'userAgent',
      'userIdentity',
    ]);
    expect(record).toMatchObject({
      awsRegion: 'eu-west-1',
      eventCategory: 'Management',
      eventName: 'StopLogging',
      eventSource: 'cloudtrail.amazonaws.com',
      eventTime: '2026-02-03T04:05:06Z',
      eventType: 'AwsApiCall',
      eventVersion: '1.10',
      readOnly: false,
      recipientAccountId: '123456789012',
      requestParameters: { name: 'main' },
      responseElements: null,
    });
  });

  test('names parameters in lower camel case at every depth, with ARN upper', () => {
    const record = cloudTrailRecord({
      ...CALL,
      operation: 'CreateTrail',
      input: { Name: 'main', S3BucketName: 'logs', TagsList: [{ Key: 'Team', Value: 'Blue' }] },
      output: { elements: { Name: 'main', TrailARN: 'arn:aws:cloudtrail:eu-west-1:123456789012:trail/main' } },
    });
    expect(record).toMatchObject({
      requestParameters: { name: 'main', s3BucketName: 'logs', tagsList: [{ key: 'Team', value: 'Blue' }] },
      responseElements: { name: 'main', trailARN: 'arn:aws:cloudtrail:eu-west-1:123456789012:trail/main' },
    });
  });

  test.each(['StartLogging', 'StopLogging', 'DeleteTrail', 'AddTags', 'RemoveTags'])(
    'of %s has no response elements, whatever the answer holds',
    (operation) => {
      const record = cloudTrailRecord({ ...CALL, operation, output: { elements: { Answer: 'text' } } });
      expect(record).toMatchObject({ responseElements: null });
    },
  );

  test('of a failed call carries the error and no response elements', () => {
    const error = { code: 'TrailNotFoundException', message: 'Unknown trail: main' };
    expect(cloudTrailRecord({ ...CALL, operation: 'UpdateTrail', output: { error } })).toMatchObject({
      errorCode: 'TrailNotFoundException',
      errorMessage: 'Unknown trail: main',
      responseElements: null,
    });
  });
});

test('the envelope has its own id, no resources, and the source of the service', () => {
  const event = busEvent('33333333-3333-4333-8333-333333333333', { ...CALL, service: 'logs' });
  expect(event).toEqual({
    version: '0',
    id: '33333333-3333-4333-8333-333333333333',
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.logs',
    account: '123456789012',
    time: '2026-02-03T04:05:06Z',
    region: 'eu-west-1',
    resources: [],
    detail: expect.objectContaining({ eventSource: 'logs.amazonaws.com' }),
  });
});
