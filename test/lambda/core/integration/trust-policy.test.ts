import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { TRUST_DOCUMENT } from '../../../../lambda/core/integration/delivery-role.ts';
import { judgeTrust } from '../../../../lambda/core/integration/trust-policy.ts';

const ALLOW = { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 'sts:AssumeRole' };
const DENY = { ...ALLOW, Effect: 'Deny' };
const { Principal: _principal, ...PRINCIPALLESS } = ALLOW;
const { Action: _action, ...ACTIONLESS } = ALLOW;
const sourced = (operator: string, key: string, value: unknown = '111122223333') => ({
  Condition: { [operator]: { [key]: value } },
});

function trustOf(...Statement: readonly unknown[]): boolean | 'unclear' {
  return judgeTrust(JSON.stringify({ Version: '2012-10-17', Statement })).trusts;
}

test('a trust policy that nobody can judge says why', () => {
  expect(judgeTrust('no JSON')).toEqual({
    trusts: 'unclear',
    why: 'trailmend does not understand the trust policy',
  });
  const Statement = [{ ...ALLOW, Condition: { Bool: { 'aws:SecureTransport': 'true' } } }];
  expect(judgeTrust(JSON.stringify({ Statement }))).toEqual({
    trusts: 'unclear',
    why: 'trailmend cannot tell whether cloudtrail.amazonaws.com may assume the role: Condition {"Bool":{"aws:SecureTransport":"true"}}',
  });
});

describe('CloudTrail is trusted', () => {
  test.each<[string, readonly unknown[]]>([
    ['by our own document', JSON.parse(TRUST_DOCUMENT).Statement],
    ['among other services', [{ ...ALLOW, Principal: { Service: ['ec2.amazonaws.com', 'cloudtrail.amazonaws.com'] } }]],
    ['by a second statement', [{ ...ALLOW, Principal: { Service: 'ec2.amazonaws.com' } }, ALLOW]],
    ['by a list of actions', [{ ...ALLOW, Action: ['sts:TagSession', 'sts:AssumeRole'] }]],
    ['by a pattern of actions, whatever its case', [{ ...ALLOW, Action: 'STS:assume*' }]],
    ['as any principal', [{ ...ALLOW, Principal: '*' }]],
    ['as any principal, in the long form', [{ ...ALLOW, Principal: { AWS: '*' } }]],
    [
      'because it is not among the excluded principals',
      [{ ...PRINCIPALLESS, NotPrincipal: { AWS: 'arn:aws:iam::1:root' } }],
    ],
    ['by all actions but another', [{ ...ACTIONLESS, NotAction: 'sts:TagSession' }]],
    ['beside a Deny for others', [ALLOW, { ...DENY, Principal: { Service: 'ec2.amazonaws.com' } }]],
    ['beside a Deny of another action', [ALLOW, { ...DENY, Action: 'sts:TagSession' }]],
    ['beside a Deny for all but it', [ALLOW, { ...PRINCIPALLESS, Effect: 'Deny', NotPrincipal: ALLOW.Principal }]],
    [
      'with a condition that asks only if the key is there',
      [{ ...ALLOW, ...sourced('StringEqualsIfExists', 'aws:SourceAccount') }],
    ],
    [
      'with a condition on all of no values',
      [{ ...ALLOW, ...sourced('ForAllValues:StringEquals', 'aws:SourceAccount') }],
    ],
    ['with a condition that the key is absent', [{ ...ALLOW, ...sourced('Null', 'aws:SourceArn', true) }]],
    ['with no condition in the block', [{ ...ALLOW, Condition: {} }]],
    [
      'with one of several values that ask for an absent key',
      [{ ...ALLOW, ...sourced('Null', 'aws:SourceArn', [false, 'TRUE']) }],
    ],
    ['by an action among invalid ones', [{ ...ALLOW, Action: [3, 'sts:AssumeRole'] }]],
    ['beside a Deny under a condition that cannot hold', [ALLOW, { ...DENY, ...sourced('ArnLike', 'aws:SourceArn') }]],
  ])('%s', (_name, statements) => expect(trustOf(...statements)).toBe(true));

  test('where the only statement stands without a list', () => {
    expect(judgeTrust(JSON.stringify({ Statement: ALLOW })).trusts).toBe(true);
  });
});

describe('CloudTrail is not trusted', () => {
  test.each<[string, readonly unknown[], RegExp]>([
    ['by no statement', [], /no statement allows cloudtrail/],
    ['by one for another service', [{ ...ALLOW, Principal: { Service: 'ec2.amazonaws.com' } }], /no statement/],
    ['by one for a user', [{ ...ALLOW, Principal: { AWS: 'arn:aws:iam::111122223333:root' } }], /no statement/],
    ['by another action', [{ ...ALLOW, Action: 'sts:TagSession' }], /no statement/],
    ['by all actions but this one', [{ ...ACTIONLESS, NotAction: 'sts:Assume*' }], /no statement/],
    ['where it alone is excluded', [{ ...PRINCIPALLESS, NotPrincipal: ALLOW.Principal }], /no statement/],
    ['beside a Deny', [ALLOW, DENY], /^a Deny statement applies to cloudtrail.amazonaws.com$/],
    [
      'by a Deny alone, under a condition that cannot hold',
      [{ ...DENY, ...sourced('ArnLike', 'aws:SourceArn') }],
      /no statement/,
    ],
    ['beside a Deny for any principal', [ALLOW, { ...DENY, Principal: '*', Action: '*' }], /a Deny/],
    [
      'beside a Deny unless the call has the key',
      [ALLOW, { ...DENY, ...sourced('StringNotEquals', 'aws:SourceAccount') }],
      /a Deny .*StringNotEquals/,
    ],
    [
      'with aws:SourceAccount',
      [{ ...ALLOW, ...sourced('StringEquals', 'aws:SourceAccount') }],
      /does not send .*aws:SourceAccount/,
    ],
    ['with aws:SourceArn in another case', [{ ...ALLOW, ...sourced('ArnLike', 'AWS:sourcearn') }], /does not send/],
    [
      'with any of the values',
      [{ ...ALLOW, ...sourced('ForAnyValue:StringNotEquals', 'aws:SourceArn') }],
      /does not send/,
    ],
    [
      'with a condition that the key is there',
      [{ ...ALLOW, ...sourced('Null', 'aws:SourceArn', 'false') }],
      /does not send/,
    ],
    [
      'with one condition that cannot hold, whatever the other does',
      [{ ...ALLOW, Condition: { StringEquals: { 'aws:SourceAccount': '1', 'sts:ExternalId': 'x' } } }],
      /does not send|no statement/,
    ],
  ])('%s', (_name, statements, why) => {
    const trust = judgeTrust(JSON.stringify({ Statement: statements }));
    expect(trust).toEqual({ trusts: false, why: expect.stringMatching(why) });
  });
});

describe('the trust is unclear', () => {
  test.each<[string, readonly unknown[]]>([
    ['under a condition on a key that only the call has', [{ ...ALLOW, ...sourced('StringEquals', 'sts:ExternalId') }]],
    ['beside a Deny under such a condition', [ALLOW, { ...DENY, ...sourced('Bool', 'aws:SecureTransport', 'false') }]],
    ['where the condition is not a block', [{ ...ALLOW, Condition: 'x' }]],
    ['where the condition is null', [{ ...ALLOW, Condition: null }]],
    ['where the condition is a list', [{ ...ALLOW, Condition: [] }]],
    ['where the principal is null', [{ ...ALLOW, Principal: null }]],
    [
      'where the excluded principals are not understood',
      [{ ...PRINCIPALLESS, NotPrincipal: 'cloudtrail.amazonaws.com' }],
    ],
    ['where an operator has no keys', [{ ...ALLOW, Condition: { StringEquals: 'x' } }]],
    ['where the principal is not valid', [{ ...ALLOW, Principal: 'cloudtrail.amazonaws.com' }]],
    ['where a statement has no principal', [PRINCIPALLESS]],
    ['where a statement has no action', [ACTIONLESS]],
    ['where a statement has no effect', [{ ...ALLOW, Effect: 'Perhaps' }]],
    ['where a statement is not an object', [ALLOW, 'Allow']],
  ])('%s', (_name, statements) => expect(trustOf(...statements)).toBe('unclear'));

  test.each(['', 'no JSON', 'null', '[]', '3', '{}', '{"Statement":null}'])('in the document %j', (document) => {
    expect(judgeTrust(document).trusts).toBe('unclear');
  });

  test('is never an exception, and never a trust that no statement gives', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.string(),
          fc.json().map((json) => `{"Statement":[${json}]}`),
        ),
        (document) => {
          expect(judgeTrust(document).trusts).not.toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});

test('a pattern with 200 stars is compared in time', () => {
  expect(trustOf({ ...ALLOW, Action: `${'*'.repeat(200)}x` })).toBe(false);
  expect(trustOf({ ...ALLOW, Action: `${'*'.repeat(200)}e` })).toBe(true);
});
