import type { AwsError } from '../wire/parse-error.ts';
import { recordedErrorCode } from './error-code.ts';
import { recordTime } from './record-time.ts';
import type { UserIdentity } from './user-identity.ts';

type Elements = Readonly<Record<string, unknown>>;

/** A call with its caller and its result, from which a record is made. */
export interface RecordedCall {
  readonly eventId: string;
  readonly requestId: string;
  readonly time: Date;
  /**
   * The service's name as requests are signed for it; `SERVICE.amazonaws.com` is its event source.
   */
  readonly service: string;
  readonly eventName: string;
  readonly account: string;
  /** The Region that records the call; for a global service not the Region that was called. */
  readonly region: string;
  readonly identity: UserIdentity;
  readonly sourceIp: string;
  readonly userAgent: string;
  /** With the field names of records; null when there are none. */
  readonly parameters: Elements | null;
  readonly output: { readonly elements: Elements | null } | { readonly error: AwsError };
}

/** A CloudTrail record. AWS's records have more fields, and the same names. */
export type CloudTrailRecord = Readonly<Record<string, unknown>>;

/** An event as rules match it and targets receive it. */
export interface BusEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** ISO 8601 in UTC, without milliseconds. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  /** A CloudTrail record, or what the service that puts the event says. */
  readonly detail: CloudTrailRecord;
}

/**
 * Services whose records of failed calls have no parameters. Reported:
 * awslabs/landing-zone-accelerator-on-aws issue 773.
 */
const NO_PARAMETERS_OF_FAILED_CALLS = new Set(['logs']);

/**
 * The CloudTrail record of a management write.
 * Source: records published with DataDog's Stratus Red Team (event version 1.10, July 2024) and
 * Elastic Beats (filebeat's CloudTrail module); failed calls have null responseElements and carry
 * errorCode and errorMessage.
 */
export function cloudTrailRecord(call: RecordedCall): CloudTrailRecord {
  const { output, service } = call;
  const error = 'error' in output ? output.error : undefined;
  return {
    eventVersion: '1.10',
    userIdentity: call.identity,
    eventTime: recordTime(call.time),
    eventSource: `${service}.amazonaws.com`,
    eventName: call.eventName,
    awsRegion: call.region,
    sourceIPAddress: call.sourceIp,
    userAgent: call.userAgent,
    ...(error && { errorCode: recordedErrorCode(service, error.code), errorMessage: error.message }),
    requestParameters: error && NO_PARAMETERS_OF_FAILED_CALLS.has(service) ? null : call.parameters,
    responseElements: 'elements' in output ? output.elements : null,
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
      clientProvidedHostHeader: `${service}.${call.region}.amazonaws.com`,
    },
  };
}

/**
 * The envelope in which EventBridge carries a record.
 * Source: EventBridge user guide, "Events" (`resources` is empty for API calls), and its reference
 * for CloudTrail.
 * @param id of the envelope; differs from the record's
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
