import type { AnswerError } from '../wire/answer-error.ts';
import { recordTime } from './record-time.ts';
import { recordsAnswer } from './recorded.ts';
import type { UserIdentity } from './user-identity.ts';

/** What a record is made of: one call, who made it and what came of it. */
export interface RecordedCall {
  readonly eventId: string;
  readonly requestId: string;
  readonly time: Date;
  /** The service's name as requests are signed for it; `SERVICE.amazonaws.com` is its event source. */
  readonly service: string;
  readonly operation: string;
  readonly account: string;
  readonly region: string;
  readonly identity: UserIdentity;
  readonly sourceIp: string;
  readonly userAgent: string;
  /** The parameters as the API names them. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly output: { readonly elements: Readonly<Record<string, unknown>> } | { readonly error: AnswerError };
}

/** A CloudTrail record. Consumers see more fields on AWS, never other names. */
export type CloudTrailRecord = Readonly<Record<string, unknown>>;

/** An event as rules match it and targets get it. */
export interface BusEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': 'AWS API Call via CloudTrail';
  readonly source: string;
  readonly account: string;
  /** ISO 8601 in UTC, whole seconds. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly [];
  readonly detail: CloudTrailRecord;
}

/**
 * The CloudTrail record of a management write.
 * Source: records published with DataDog's Stratus Red Team (event version 1.10, July 2024) and Elastic Beats (filebeat's
 * CloudTrail module): names in lower camel case with ARN upper,
 * null responseElements for calls without an answer and for failed ones, which carry errorCode and errorMessage.
 */
export function cloudTrailRecord(call: RecordedCall): CloudTrailRecord {
  const { output } = call;
  const told = 'elements' in output && recordsAnswer(call.service, call.operation) ? output.elements : null;
  return {
    eventVersion: '1.10',
    userIdentity: call.identity,
    eventTime: recordTime(call.time),
    eventSource: `${call.service}.amazonaws.com`,
    eventName: call.operation,
    awsRegion: call.region,
    sourceIPAddress: call.sourceIp,
    userAgent: call.userAgent,
    ...('error' in output && { errorCode: output.error.code, errorMessage: output.error.message }),
    requestParameters: recordNames(call.input),
    responseElements: recordNames(told),
    requestID: call.requestId,
    eventID: call.eventId,
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: call.account,
    eventCategory: 'Management',
    tlsDetails: {
      tlsVersion: 'TLSv1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      clientProvidedHostHeader: `${call.service}.${call.region}.amazonaws.com`,
    },
  };
}

/**
 * The envelope in which EventBridge carries a record.
 * Source: EventBridge user guide, "Events" (`resources` is empty for API calls), and its reference for CloudTrail.
 * @param id the envelope's own; differs from the record's
 */
export function busEvent(id: string, call: RecordedCall): BusEvent {
  return {
    version: '0',
    id,
    'detail-type': 'AWS API Call via CloudTrail',
    source: `aws.${call.service}`,
    account: call.account,
    time: recordTime(call.time),
    region: call.region,
    resources: [],
    detail: cloudTrailRecord(call),
  };
}

/** `S3BucketName` becomes `s3BucketName`, `TrailARN` `trailARN`, at every depth. */
function recordNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(recordNames);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name.charAt(0).toLowerCase() + name.slice(1), recordNames(inner)]),
  );
}
