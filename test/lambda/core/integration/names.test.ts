import { expect, test } from '@jest/globals';
import { deliveryRoleName, logGroupNames } from '../../../../lambda/core/integration/names.ts';
import { ID } from '../../../support/perfect-trail.ts';

test('names that Control Tower and StackSets keep for themselves are not used', () => {
  const reserved = { ...ID, name: 'aws-controltower-BaselineCloudTrail' };
  expect(logGroupNames(reserved, '/trailmend/')[0]).toBe('/trailmend/ct-BaselineCloudTrail');
  expect(deliveryRoleName(reserved, 1)).toMatch(/^trailmend-ct-BaselineCloudTrail-us-east-1-[0-9a-f]{8}-1$/);
  expect(logGroupNames({ ...ID, name: 'AWSControlTower-StackSets-exec-x' }, '/')[0]).toBe('/ct-ctx');
});

test('a long name is cut to the 64 characters of a role, and keeps its end', () => {
  const name = deliveryRoleName({ ...ID, name: 'x'.repeat(128) }, 2);
  expect(name).toMatch(/^trailmend-x+-us-east-1-[0-9a-f]{8}-2$/);
  expect(name).toHaveLength(64);
});
