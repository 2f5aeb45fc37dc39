import { describe, expect, test } from '@jest/globals';
import {
  deliveryPolicy,
  deliveryRoleNames,
  foreignChanges,
  isNamedAsDeliveryRole,
  isUsableRole,
  logStreamArns,
  nextRoleName,
  TRUST_DOCUMENT,
} from '../../../../lambda/core/integration/delivery-role.ts';
import { sameDocument } from '../../../../lambda/core/integration/same-document.ts';
import type { CandidateRole } from '../../../../lambda/core/model/role.ts';
import { ID, ourRole, read, SETTINGS } from '../../../support/perfect-trail.ts';

describe('a role under a name of trailmend is usable', () => {
  const usable = (role: CandidateRole): boolean => isUsableRole(role, ID, SETTINGS.deliveryRoleBoundaryArn);

  test('when it is as trailmend created it', () => expect(usable(ourRole())).toBe(true));

  test('when its trust is the same JSON in another order', () => {
    const { Version, Statement } = JSON.parse(TRUST_DOCUMENT);
    const statements = Statement.map((one: Record<string, unknown>) =>
      Object.fromEntries(Object.entries(one).reverse()),
    );
    expect(usable(ourRole({ trustDocument: JSON.stringify({ Statement: statements, Version }, undefined, 2) }))).toBe(
      true,
    );
  });

  const { boundaryArn: _none, ...boundless } = ourRole();
  test.each<[string, CandidateRole]>([
    ['on another path', ourRole({ path: '/' })],
    ['without our tag', ourRole({ tags: {} })],
    ['with the tag of another trail', ourRole({ tags: { 'trailmend:trail': `${ID.arn}-2` } })],
    ['without a boundary', boundless],
    ['with another boundary', ourRole({ boundaryArn: `${SETTINGS.deliveryRoleBoundaryArn}-2` })],
    ['with another trust', ourRole({ trustDocument: TRUST_DOCUMENT.replace('cloudtrail', 'lambda') })],
    ['with one more statement of trust', ourRole({ trustDocument: TRUST_DOCUMENT.replace('}]', '},{}]') })],
    ['with a trust that is not JSON', ourRole({ trustDocument: '' })],
    ['with another policy', ourRole({ otherPolicies: read(['more']) })],
  ])('but not %s', (_name, role) => expect(usable(role)).toBe(false));
});

test.each([
  [undefined, [`111122223333_CloudTrail_us-east-1*`]],
  ['o-exampleorgid', ['111122223333_CloudTrail_us-east-1*', 'o-exampleorgid_*']],
])('the policy for the organization %s is for the streams %j and nothing else', (organizationId, streams) => {
  const arns = streams.map((stream) => `arn:aws:logs:us-east-1:111122223333:log-group:g:log-stream:${stream}`);
  expect(JSON.parse(deliveryPolicy(ID, 'g', organizationId)).Statement).toEqual([
    {
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: arns.length === 1 ? arns[0] : arns,
    },
  ]);
});

test('two documents that are not JSON are not the same', () => expect(sameDocument('', '')).toBe(false));

test('the order of a list matters', () => expect(sameDocument('{"a":[1,2]}', '{"a":[2,1]}')).toBe(false));

test('null is null', () => expect(sameDocument('{"a":null}', '{"a":null}')).toBe(true));

test('a list is not an object', () => expect(sameDocument('{"a":[1]}', '{"a":{"0":1}}')).toBe(false));

test('null is not an object', () => expect(sameDocument('{"a":null}', '{"a":{}}')).toBe(false));

test('what others changed in a role is named', () => {
  const { boundaryArn: _none, ...boundless } = ourRole();
  const changes = (role: CandidateRole, boundary = SETTINGS.deliveryRoleBoundaryArn) => foreignChanges(role, boundary);
  const changed = ourRole({ boundaryArn: 'b', trustDocument: '{}', otherPolicies: read(['one', 'two']) });
  expect(changes(changed)).toEqual([
    'its permissions boundary is b',
    'it has another trust policy',
    'it has the policy one',
    'it has the policy two',
  ]);
  expect(changes(boundless)).toEqual(['its permissions boundary is not set']);
  expect(changes(boundless, '')).toEqual([]);
});

test('only CloudTrail may assume a delivery role', () => {
  expect(JSON.parse(TRUST_DOCUMENT)).toEqual({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  });
  expect(JSON.parse(deliveryPolicy(ID, 'g')).Version).toBe('2012-10-17');
});

test('delivery roles are known by their path and prefix', () => {
  const named = (arn: string) => isNamedAsDeliveryRole(ID, arn);
  expect(named('arn:aws:iam::111122223333:role/trailmend/trailmend-audit-us-east-1-8d14af72-1')).toBe(true);
  expect(named('arn:aws:iam::111122223333:role/trailmend-audit')).toBe(false);
  expect(named('arn:aws:iam::999988887777:role/trailmend/trailmend-audit')).toBe(false);
  expect(deliveryRoleNames(ID)).toHaveLength(9);
  expect(deliveryRoleNames(ID)[0]).toBe('trailmend-audit-us-east-1-8d14af72-1');
});

test('the ninth generation is the last', () => {
  expect(nextRoleName(ID, 8)).toBe('trailmend-audit-us-east-1-8d14af72-9');
  expect(nextRoleName(ID, 9)).toBeUndefined();
});

test('the streams are those of the trail and, of an organization, one such as each of its accounts has', () => {
  const streams = 'arn:aws:logs:us-east-1:111122223333:log-group:g:log-stream';
  const own = `${streams}:111122223333_CloudTrail_us-east-1`;
  expect(logStreamArns(ID, 'g')).toEqual([own]);
  expect(logStreamArns(ID, 'g', 'o-1')).toEqual([own, `${streams}:o-1_111122223333_CloudTrail_us-east-1`]);
});
