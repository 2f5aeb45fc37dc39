/** A CloudTrail record, in which tests set what they are about. */
type Detail = Readonly<Record<string, unknown>>;

/**
 * UpdateTrail by an IAM user in the console: the request names the trail by its ARN, the response
 * by its name and its ARN.
 */
const RECORD: Detail = {
  eventVersion: '1.10',
  userIdentity: {
    type: 'IAMUser',
    principalId: 'AIDAEXAMPLEEXAMPLEEX',
    arn: 'arn:aws:iam::111122223333:user/dana',
    accountId: '111122223333',
    accessKeyId: 'ASIAEXAMPLEEXAMPLEEX',
    userName: 'dana',
    sessionContext: {
      sessionIssuer: {},
      attributes: { creationDate: '2026-11-20T08:02:11Z', mfaAuthenticated: 'true' },
    },
  },
  eventTime: '2026-11-20T09:00:00Z',
  eventSource: 'cloudtrail.amazonaws.com',
  eventName: 'UpdateTrail',
  awsRegion: 'us-east-1',
  sourceIPAddress: '198.51.100.7',
  userAgent: 'Mozilla/5.0',
  requestParameters: {
    name: 'arn:aws:cloudtrail:us-east-1:111122223333:trail/audit',
    s3BucketName: 'audit-bucket',
    snsTopicName: '',
    isMultiRegionTrail: true,
    enableLogFileValidation: true,
    kmsKeyId: '',
  },
  responseElements: {
    name: 'audit',
    trailARN: 'arn:aws:cloudtrail:us-east-1:111122223333:trail/audit',
    s3BucketName: 'audit-bucket',
    snsTopicName: '',
    snsTopicARN: '',
    isMultiRegionTrail: true,
    logFileValidationEnabled: true,
    isOrganizationTrail: false,
  },
  requestID: 'd6f62e35-5b70-43a0-8b28-6f2a3b8c9d10',
  eventID: '3f8c1d5e-0c1a-4a57-9d0b-2f6f3f0f7a11',
  readOnly: false,
  eventType: 'AwsApiCall',
  managementEvent: true,
  recipientAccountId: '111122223333',
  eventCategory: 'Management',
};

/** The event that EventBridge makes of a record. */
export function eventWith(changes: Detail, envelope: Detail = {}): Detail {
  const detail: Detail = { ...RECORD, ...changes };
  return {
    version: '0',
    id: '0d1c8c3a-93f1-4c08-8d6f-2b1f4a5c6d7e',
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.cloudtrail',
    account: '111122223333',
    time: '2026-11-20T09:00:00Z',
    region: detail['awsRegion'],
    resources: [],
    detail,
    ...envelope,
  };
}

/**
 * A call that names its trail without an ARN and has no response, such as StartLogging, StopLogging
 * and DeleteTrail.
 */
export function callWithoutResponse(eventName: string, name = 'audit'): Detail {
  return eventWith({ eventName, requestParameters: { name }, responseElements: null });
}

/** A call that AWS refused: CloudTrail often records its request parameters as null. */
export function failedCall(eventName: string, errorCode: string, changes: Detail = {}): Detail {
  return eventWith({ eventName, errorCode, requestParameters: null, responseElements: null, ...changes });
}

/** DeleteLogGroup, as CloudWatch Logs records it. */
export function logGroupDeleted(logGroupName: unknown = 'audit-logs'): Detail {
  return eventWith({
    eventSource: 'logs.amazonaws.com',
    eventName: 'DeleteLogGroup',
    requestParameters: { logGroupName },
    responseElements: null,
  });
}
