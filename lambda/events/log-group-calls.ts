/**
 * The calls that can damage the evidence in a log group, by the parameter that names the group.
 * Source: CloudWatch Logs API reference, the operations.
 */
export const LOG_GROUP_CALLS = {
  logGroupName: [
    'CreateLogGroup',
    'DeleteLogStream',
    'PutRetentionPolicy',
    'DeleteRetentionPolicy',
    'PutMetricFilter',
    'DeleteMetricFilter',
    'PutSubscriptionFilter',
    'DeleteSubscriptionFilter',
    'UntagLogGroup',
  ],
  /** A name or an ARN. */
  logGroupIdentifier: ['PutDataProtectionPolicy'],
  /** An ARN. */
  resourceArn: ['UntagResource'],
} as const;

export const LOG_GROUP_CALL_NAMES = [...Object.values(LOG_GROUP_CALLS).flat(), 'DeleteLogGroup'] as const;

/** The ARN of a log group, with or without `:*`, before its name. */
const BEFORE_NAME = /^arn:[^:]*:logs:[^:]*:[^:]*:log-group:/;

/** The name of the log group that a call to CloudWatch Logs names; undefined if it names none. */
export function logGroupOf(requestParameters: Readonly<Record<string, unknown>>): string | undefined {
  const named = Object.keys(LOG_GROUP_CALLS).map((field) => requestParameters[field]);
  const found = named.find((value) => typeof value === 'string' && value !== '');
  return typeof found === 'string' ? found.replace(BEFORE_NAME, '').replace(/:\*$/, '') : undefined;
}
