import { describe, expect, test } from '@jest/globals';
import { busEvent, cloudTrailRecord, type RecordedCall } from '../../events/record.ts';

const CALL: RecordedCall = {
  eventId: '11111111-1111-4111-8111-111111111111',
  requestId: '22222222-2222-4222-8222-222222222222',
  time: new Date('2026-02-03T04:05:06.789Z'),
  service: 'cloudtrail',
  eventName: 'StopLogging',
  account: '123456789012',
  region: 'eu-west-1',
  identity: { type: 'Root', arn: 'arn:aws:iam::123456789012:root' },
  sourceIp: '127.0.0.1',
  userAgent: 'aws-cli/2',
  parameters: { name: 'main' },
  output: { elements: null },
};

describe('a CloudTrail record', () => {
  test('has the fields of a recorded call of event version 1.10', () => {
    const record = cloudTrailRecord(CALL);
    // The fields of a StopLogging record published with DataDog's Stratus Red Team (Apache-2.0), in
    // alphabetical order.
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

  test('of a failed call carries the error and no response elements', () => {
    const error = { code: 'TrailNotFoundException', message: 'Unknown trail: main' };
    expect(cloudTrailRecord({ ...CALL, eventName: 'UpdateTrail', output: { error } })).toMatchObject({
      errorCode: 'TrailNotFoundException',
      errorMessage: 'Unknown trail: main',
      requestParameters: { name: 'main' },
      responseElements: null,
    });
  });

  test('of a successful call has no error fields', () => {
    expect(cloudTrailRecord(CALL)).not.toHaveProperty('errorCode');
  });

  test('of a failed call of CloudWatch Logs has no parameters', () => {
    const error = { code: 'ResourceAlreadyExistsException', message: 'The specified log group already exists' };
    const call = { ...CALL, service: 'logs', eventName: 'CreateLogGroup', parameters: { logGroupName: 'g' } };
    expect(cloudTrailRecord({ ...call, output: { error } })).toMatchObject({ requestParameters: null });
    expect(cloudTrailRecord(call)).toMatchObject({ requestParameters: { logGroupName: 'g' } });
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
