import { expect, test } from '@jest/globals';
import { deadLetterAttributes } from '../../../local/events/dead-letter.ts';

test('a message in a dead-letter queue says which rule, which target and why', () => {
  const attributes = deadLetterAttributes({
    ruleArn: 'arn:aws:events:us-east-1:123456789012:rule/changes',
    targetArn: 'arn:aws:lambda:us-east-1:123456789012:function:gone',
    code: 'NO_RESOURCE',
    message: 'The target does not exist',
  });
  expect(attributes).toEqual({
    RULE_ARN: { DataType: 'String', StringValue: 'arn:aws:events:us-east-1:123456789012:rule/changes' },
    TARGET_ARN: { DataType: 'String', StringValue: 'arn:aws:lambda:us-east-1:123456789012:function:gone' },
    ERROR_CODE: { DataType: 'String', StringValue: 'NO_RESOURCE' },
    ERROR_MESSAGE: { DataType: 'String', StringValue: 'The target does not exist' },
  });
});
