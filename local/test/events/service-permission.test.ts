import { describe, expect, test } from '@jest/globals';
import { isServiceAllowed, type ServiceCall } from '../../events/service-permission.ts';

const RULE = 'arn:aws:events:us-east-1:123456789012:rule/changes';
const QUEUE = 'arn:aws:sqs:us-east-1:123456789012:dead';
const CALL: ServiceCall = {
  service: 'events.amazonaws.com',
  action: 'sqs:SendMessage',
  resource: QUEUE,
  sourceArn: RULE,
  sourceAccount: '123456789012',
};
const ALLOW = {
  Effect: 'Allow',
  Principal: { Service: 'events.amazonaws.com' },
  Action: 'sqs:SendMessage',
  Resource: QUEUE,
};
const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const when = (Condition: object) => policy({ ...ALLOW, Condition });

describe("a resource policy allows a service's call", () => {
  test.each([
    ['when a statement allows it', policy(ALLOW)],
    ['when the only statement is not a list', JSON.stringify({ Statement: ALLOW })],
    ['by a wildcard of actions, whatever their case', policy({ ...ALLOW, Action: ['SQS:Send*'] })],
    ["for this rule, by ARN, whatever the key's case", when({ ArnEquals: { 'AWS:SourceArn': RULE } })],
    ['for every rule of the account', when({ ArnLike: { 'aws:SourceArn': 'arn:aws:events:*:123456789012:rule/*' } })],
    ['for this account', when({ StringEquals: { 'aws:SourceAccount': ['123456789012'] } })],
    [
      'beside a denial of plain HTTP, which services do not use',
      policy(ALLOW, {
        ...ALLOW,
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: 'sqs:*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    ],
  ])('%s', (_, document) => {
    expect(isServiceAllowed(document, CALL)).toBe(true);
  });
});

describe("a resource policy does not allow a service's call", () => {
  test.each([
    ['without a policy', ''],
    ['for another service', policy({ ...ALLOW, Principal: { Service: 'sns.amazonaws.com' } })],
    ['for another action', policy({ ...ALLOW, Action: 'sqs:ReceiveMessage' })],
    ['on another resource', policy({ ...ALLOW, Resource: `${QUEUE}-other` })],
    ['for another rule', when({ ArnEquals: { 'aws:SourceArn': `${RULE}-other` } })],
    ['for another account', when({ StringEquals: { 'aws:SourceAccount': '999999999999' } })],
    ['under an unknown condition key', when({ StringEquals: { 'aws:PrincipalOrgID': 'o-1' } })],
    ['under an unknown operator', when({ NumericLessThan: { 'aws:SourceAccount': '9' } })],
    ['when another statement denies it', policy(ALLOW, { ...ALLOW, Effect: 'Deny', Action: '*' })],
    [
      'when a dot in a pattern would have to be a wildcard',
      policy({ ...ALLOW, Resource: QUEUE.replace('dead', 'd.ad') }),
    ],
  ])('%s', (_, document) => {
    expect(isServiceAllowed(document, CALL)).toBe(false);
  });
});

test('a condition on the rule is not met by a service that does not say for which rule it acts', () => {
  const { sourceArn: _, sourceAccount: __, ...silent } = CALL;
  expect(isServiceAllowed(when({ ArnEquals: { 'aws:SourceArn': RULE } }), silent)).toBe(false);
  expect(isServiceAllowed(policy(ALLOW), silent)).toBe(true);
});
