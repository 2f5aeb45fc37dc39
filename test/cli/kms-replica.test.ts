import { expect, test } from '@jest/globals';
import { keyIn } from '../../cli/kms-replica.ts';

test('only a multi-Region key has a replica in another Region', () => {
  const key = 'arn:aws:kms:us-east-1:111122223333:key/0000';
  expect(keyIn('us-east-1', key)).toBe(key);
  expect(keyIn('eu-west-1', key)).toBeUndefined();
  expect(keyIn('eu-west-1', key.replace('0000', 'mrk-0'))).toBe('arn:aws:kms:eu-west-1:111122223333:key/mrk-0');
});
