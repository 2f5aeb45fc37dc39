import { expect, test } from '@jest/globals';
import { kindOfDeliveryError, mayBlameTarget } from '../../../../lambda/core/integration/delivery-errors.ts';

test.each([
  ['Access denied. Check the trust relationships for your role.', 'access'],
  ['Access denied. Verify in IAM that the role has adequate permissions.', 'access'],
  ['AccessDenied', 'access'],
  ['AccessDeniedException: User is not authorized to perform: logs:PutLogEvents', 'access'],
  ['User: arn:aws:sts::1:assumed-role/kms-logs/x is not authorized to perform: logs:PutLogEvents', 'access'],
  ["The specified KMS key does not exist or is not allowed to be used with Arn 'arn:aws:logs:x'", 'key'],
  ['AccessDeniedException: The specified KMS Key Id could not be found.', 'key'],
  ['is not authorized to perform: kms:GenerateDataKey', 'key'],
  ['KMSInvalidStateException', 'key'],
  ['The key of the log group is disabled', 'key'],
  ['The key is pending deletion', 'key'],
  ['Log event too large: 270000 bytes exceeds limit of 262144', 'size'],
  ['Upload too large: 1049882 bytes exceeds limit of 1048576', 'size'],
  ['The batch exceeds the maximum size', 'size'],
  ['The batch exceeds maximum size', 'size'],
  ['ThrottlingException', 'throttling'],
  ['LimitExceededException', 'throttling'],
  ['Limit exceeded', 'throttling'],
  ['Rate exceeded', 'throttling'],
  ['TooManyRequestsException', 'throttling'],
  ['LimitExceededException: Resource limit exceeded.', 'throttling'],
  ['ServiceUnavailableException', 'service'],
  ['InternalFailure', 'service'],
  ['Internal server error', 'service'],
  ['Request timed out', 'service'],
  ['Connection timeout', 'service'],
  ['RequestTimedOut', 'service'],
  ['The specified log group does not exist.', 'unknown'],
  ['', 'unknown'],
])('the error "%s" is about %s', (text, kind) => {
  expect(kindOfDeliveryError(text)).toBe(kind);
});

test.each([
  ['Access denied.', true],
  ['No known text', true],
  ['Rate exceeded', false],
  ['Log event too large', false],
  ['The specified KMS key does not exist', false],
  ['ServiceUnavailableException', false],
])('whether "%s" may be the fault of the role or the log group: %s', (text, expected) => {
  expect(mayBlameTarget(text)).toBe(expected);
});
