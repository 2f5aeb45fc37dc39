import { expect, test } from '@jest/globals';
import { formatAwsError, hasCode } from '../../../../lambda/core/model/aws-result.ts';

const error = (code: string) => ({ operation: 'GetTrail', code, message: 'no' });

test('an error for people has the operation, the code and the message', () => {
  expect(formatAwsError(error('TrailNotFoundException'))).toBe('GetTrail returned TrailNotFoundException: no');
});

test.each([
  ['NoSuchEntity', true],
  ['NoSuchEntityException', true],
  ['ResourceNotFoundException', true],
  ['NoSuchEntityExceptionally', false],
  ['ExceptionNoSuchEntity', false],
])('the code %s is one of the two: %s', (code, expected) => {
  expect(hasCode(error(code), 'NoSuchEntity', 'ResourceNotFound')).toBe(expected);
});
