import { describe, expect, test } from '@jest/globals';
import { deadLetterAttributes } from '../../events/dead-letter.ts';
import { TargetError } from '../../events/target-error.ts';

const RULE = 'arn:aws:events:us-east-1:123456789012:rule/changes';
const TARGET = 'arn:aws:lambda:us-east-1:123456789012:function:gone';

describe('the attributes of a dead letter', () => {
  test('name the rule, the target and the error, as strings', () => {
    const error = new TargetError('NO_RESOURCE', 'It does not exist');
    expect(deadLetterAttributes({ ruleArn: RULE, targetArn: TARGET, error, retries: 0 })).toEqual({
      RULE_ARN: { DataType: 'String', StringValue: RULE },
      TARGET_ARN: { DataType: 'String', StringValue: TARGET },
      ERROR_CODE: { DataType: 'String', StringValue: 'NO_RESOURCE' },
      ERROR_MESSAGE: { DataType: 'String', StringValue: 'It does not exist' },
    });
  });

  test('name the exhausted limit of the retry policy, and the number of retries', () => {
    const error = new TargetError('THROTTLING', 'Rate exceeded', true);
    const undelivered = { ruleArn: RULE, targetArn: TARGET, error, retries: 3 };
    expect(deadLetterAttributes({ ...undelivered, exhausted: 'MaximumRetryAttempts' })).toMatchObject({
      RETRY_ATTEMPTS: { DataType: 'String', StringValue: '3' },
      EXHAUSTED_RETRY_CONDITION: { DataType: 'String', StringValue: 'MaximumRetryAttempts' },
    });
  });
});
