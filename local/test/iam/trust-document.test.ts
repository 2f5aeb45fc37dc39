import { expect, test } from '@jest/globals';
import { checkTrustDocument } from '../../iam/trust-document.ts';

const STATEMENT = {
  Effect: 'Allow',
  Principal: { Service: 'cloudtrail.amazonaws.com' },
  Action: 'sts:AssumeRole',
};
const policy = (statement: unknown) => JSON.stringify({ Version: '2012-10-17', Statement: statement });
const without = (field: keyof typeof STATEMENT) => ({ ...STATEMENT, [field]: undefined });

test.each([
  policy(STATEMENT),
  policy([STATEMENT, { ...STATEMENT, Effect: 'Deny', Principal: '*' }]),
  policy({ ...STATEMENT, Action: ['sts:AssumeRole', 'sts:TagSession'] }),
  policy({ ...STATEMENT, Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } }),
  policy([]),
])('accepts %s', (document) => expect(checkTrustDocument(document)).toBeUndefined());

test.each<[string | undefined, string]>([
  ['cloudtrail.amazonaws.com', 'This policy contains invalid Json'],
  ['[]', 'This policy contains invalid Json'],
  [undefined, 'This policy contains invalid Json'],
  ['{}', 'Missing required field Statement'],
  [policy('allow'), 'Syntax errors in policy.'],
  [policy({ ...STATEMENT, Resource: '*' }), 'Has prohibited field Resource'],
  [policy({ ...STATEMENT, NotResource: '*' }), 'Has prohibited field NotResource'],
  [policy(without('Principal')), 'Missing required field Principal'],
  [policy(without('Action')), 'Missing required field Action'],
  [policy(without('Effect')), 'Missing required field Effect'],
  [policy({ ...STATEMENT, Effect: 'allow' }), 'Missing required field Effect'],
  [policy([STATEMENT, { ...STATEMENT, Action: 's3:*' }]), 'AssumeRole policy may only specify STS AssumeRole actions.'],
])('refuses %s', (document, message) => {
  expect(checkTrustDocument(document)).toEqual({ code: 'MalformedPolicyDocument', message });
});
