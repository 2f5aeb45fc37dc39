import { throttlingOf } from '../../local/faults/throttling.ts';
import type { ErrorForm } from '../../local/wire/error-answer.ts';
import type { Service } from './documented-errors.ts';

/**
 * The errors that every operation can return, in the form of JSON services.
 * Source: "Common errors" in the API references of CloudTrail, CloudWatch Logs, IAM and SNS;
 * RequestTimeout is what AWS's front ends and the SDK's own list of transient errors call a request
 * that was too slow.
 */
const JSON_ERRORS: readonly ErrorForm[] = [
  { code: 'AccessDeniedException', status: 400, message: 'User: us is not authorized to perform: this' },
  {
    code: 'AccessDeniedException',
    status: 400,
    message: 'User: us is not authorized to perform: this with an explicit deny in a service control policy',
  },
  { code: 'ExpiredTokenException', status: 400, message: 'The security token included in the request is expired' },
  { code: 'InternalFailure', status: 500, message: 'An internal error occurred' },
  { code: 'ServiceUnavailable', status: 503, message: 'The service is unavailable' },
  { code: 'RequestTimeout', status: 400, message: 'The request came too slowly' },
];

/** The same errors in the form of query services. */
const QUERY_CODES: Readonly<Record<string, Partial<ErrorForm>>> = {
  AccessDeniedException: { code: 'AccessDenied', status: 403 },
  ExpiredTokenException: { code: 'ExpiredToken', status: 403 },
};

/**
 * The errors that CloudTrail returns until a role and its permissions are visible to it, and
 * permanent errors with the same codes. Source: the field reports named in docs/aws-behaviour.md.
 */
const REPORTED: Readonly<Record<string, readonly ErrorForm[]>> = {
  UpdateTrail: [
    ['InvalidCloudWatchLogsRoleArnException', 'Access denied. Check the trust relationships for your role.'],
    ['InvalidCloudWatchLogsLogGroupArnException', 'Access denied. Check the permissions for your role.'],
    ['InvalidCloudWatchLogsLogGroupArnException', "Check the log group ARN: CloudTrail can't validate it."],
    ['InvalidCloudWatchLogsRoleArnException', 'You must specify a role ARN as well as a log group.'],
  ].map(([code = '', message = '']) => ({ code, message, status: 400 })),
};

/** Errors of an operation that AWS does not document, or whose message it does not document. */
export function reportedErrors(operation: string): readonly ErrorForm[] {
  return REPORTED[operation] ?? [];
}

/** The errors that any operation can return, in the form of its service. */
export function commonErrors(service: Service): readonly ErrorForm[] {
  const isQuery = service === 'iam' || service === 'sns';
  const common = JSON_ERRORS.map((error) => (isQuery ? { ...error, ...QUERY_CODES[error.code] } : error));
  return [throttlingOf(service), ...common];
}
