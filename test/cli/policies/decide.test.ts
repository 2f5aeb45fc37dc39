import { describe, expect, test } from '@jest/globals';
import { decide } from '../../../cli/policies/decide.ts';
import { withStatements } from '../../../cli/policies/statements.ts';
import { statementsOf } from '../../../lambda/core/integration/policy-statements.ts';

const REQUEST = {
  service: 'cloudtrail.amazonaws.com',
  action: 's3:PutObject',
  resource: 'arn:aws:s3:::logs/AWSLogs/1/CloudTrail/',
  context: { 'aws:SourceArn': 'arn:aws:cloudtrail:us-east-1:1:trail/audit', 'aws:SecureTransport': 'true' },
};
const ALLOW = {
  Effect: 'Allow',
  Principal: { Service: ['x', 'cloudtrail.amazonaws.com'] },
  Action: 's3:*',
  Resource: '*',
};
const DENY = { ...ALLOW, Effect: 'Deny' };

function decisionOf(...statements: readonly object[]) {
  return decide(statementsOf(JSON.stringify({ Statement: statements })) ?? [], REQUEST);
}

test.each<[string, readonly object[]]>([
  ['not-allowed', []],
  ['allowed', [ALLOW]],
  ['denied', [ALLOW, DENY]],
  ['not-allowed', [{ ...ALLOW, Action: ['s3:GetObject', 'S3:putobject2'] }]],
  ['allowed', [{ ...ALLOW, Action: 'S3:put*' }]],
  ['not-allowed', [{ ...ALLOW, Resource: 'arn:aws:s3:::LOGS/*' }]],
  ['not-allowed', [{ ...ALLOW, Principal: { Service: 'config.amazonaws.com' } }]],
  ['allowed', [{ ...ALLOW, Principal: '*' }]],
  ['allowed', [{ ...ALLOW, Principal: { AWS: '*' } }]],
  ['unclear', [{ ...ALLOW, Principal: ['cloudtrail.amazonaws.com'] }]],
  [
    'denied',
    [ALLOW, { Effect: 'Deny', NotPrincipal: { AWS: 'arn:aws:iam::1:root' }, NotAction: 'iam:*', NotResource: 'x' }],
  ],
  ['allowed', [ALLOW, { ...DENY, Action: undefined, NotAction: 's3:Put*' }]],
  ['unclear', [{ ...ALLOW, Resource: ['arn:aws:s3:::logs/$'.concat('{aws:username}/*')] }]],
  ['unclear', [ALLOW, { ...DENY, Action: undefined }]],
])('is %s', (decision, statements) => {
  expect(decisionOf(...statements)).toBe(decision);
});

describe('a condition', () => {
  const AUDIT = 'arn:aws:cloudtrail:us-east-1:1:trail/audit';
  test.each<[string, object]>([
    ['allowed', { StringEquals: { 'aws:sourcearn': ['x', AUDIT] } }],
    ['not-allowed', { StringEquals: { 'aws:SourceArn': AUDIT.toUpperCase() } }],
    ['allowed', { StringEqualsIgnoreCase: { 'aws:SourceArn': AUDIT.toUpperCase() } }],
    ['allowed', { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:1:trail/*' } }],
    ['not-allowed', { StringNotLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:1:trail/*' } }],
    ['allowed', { ArnNotEqualsIfExists: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:2:trail/*' } }],
    ['not-allowed', { Bool: { 'aws:SecureTransport': 'false' } }],
    ['allowed', { Bool: { 'aws:SecureTransport': true } }],
    ['allowed', { Null: { 'aws:SourceArn': 'false' } }],
    ['not-allowed', { Null: { 'aws:SourceArn': true } }],
    ['allowed', { 'ForAnyValue:StringLike': { 'aws:SourceArn': 'arn:*' } }],
    ['unclear', { StringEquals: { 'aws:SourceVpc': 'vpc-1' } }],
    ['unclear', { IpAddress: { 'aws:SourceArn': '10.0.0.0/8' } }],
    ['unclear', { StringEquals: 'aws:SourceArn' }],
    ['not-allowed', { StringEquals: { 'aws:SourceVpc': 'vpc-1', 'aws:SourceArn': 'x' } }],
  ])('is %s by %j', (decision, Condition) => {
    expect(decisionOf({ ...ALLOW, Condition })).toBe(decision);
  });
});

test.each(['', '[]', '{"Statement":"x"}', '{"Statement":[{"Effect":"allow"}]}'])('%j is no policy', (text) => {
  expect(statementsOf(text)).toBeUndefined();
});

test('a policy gets more statements, and keeps the rest', () => {
  const policy = JSON.stringify({ Version: '2008-10-17', Id: 'mine', Statement: ALLOW });
  expect(JSON.parse(withStatements(policy, [DENY]))).toEqual({
    Version: '2008-10-17',
    Id: 'mine',
    Statement: [ALLOW, DENY],
  });
});
