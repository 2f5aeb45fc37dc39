import { expect, test } from '@jest/globals';
import { checkLogGroupName } from '../../logs/log-group-name.ts';

test.each(['/aws/cloudtrail/x', 'aws-cloudtrail-logs', 'CloudTrail/logs', 'a', '#1._-', 'x'.repeat(512)])(
  'accepts %s',
  (logGroupName) => expect(checkLogGroupName({ logGroupName })).toBeUndefined(),
);

test.each([
  ['aws/x', 'Log groups starting with AWS/ are reserved for AWS.'],
  ['Aws/x', 'Log groups starting with AWS/ are reserved for AWS.'],
  ['AWS/', 'Log groups starting with AWS/ are reserved for AWS.'],
  ['a b', 'satisfy regular expression pattern'],
  ['a:b', 'satisfy regular expression pattern'],
  ['ä', 'satisfy regular expression pattern'],
  ['', 'length greater than or equal to 1'],
  [undefined, 'length greater than or equal to 1'],
  ['x'.repeat(513), 'length less than or equal to 512'],
])('refuses %s', (logGroupName, message) => {
  expect(checkLogGroupName({ logGroupName })).toEqual({
    code: 'InvalidParameterException',
    message: expect.stringContaining(message),
  });
});
