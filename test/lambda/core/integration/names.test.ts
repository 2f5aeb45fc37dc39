import { expect, test } from '@jest/globals';
import { DELIVERY_POLICY_NAME } from '../../../../lambda/core/integration/delivery-role.ts';
import * as names from '../../../../lambda/core/integration/names.ts';
import { ID } from '../../../support/perfect-trail.ts';

const { deliveryRoleName, logGroupNames, principalKey, probeHash } = names;

test('names that Control Tower and StackSets keep for themselves are not used', () => {
  const reserved = { ...ID, name: 'aws-controltower-BaselineCloudTrail' };
  expect(logGroupNames(reserved, '/trailmend/')[0]).toBe('/trailmend/ct-BaselineCloudTrail');
  expect(deliveryRoleName(reserved, 1)).toMatch(/^trailmend-ct-BaselineCloudTrail-us-east-1-[0-9a-f]{8}-1$/);
  expect(logGroupNames({ ...ID, name: 'AWSControlTower-StackSets-exec-x' }, '/')[0]).toBe('/ct-ctx');
});

test('the names that templates, owners and other accounts rely on stay as they are', () => {
  expect({ ...names, FINISHED_SWEEP: undefined }).toMatchObject({
    TRAIL_TAG: 'trailmend:trail',
    EXCLUDE_TAG: 'trailmend:exclude',
    DATA_EVENTS_TAG: 'trailmend:data-events',
    DELIVERY_ROLE_PATH: '/trailmend/',
    DELIVERY_ROLE_PREFIX: 'trailmend-',
    TRAIL_CHANGES_RULE: 'trailmend-trail-changes',
    NOT_FORWARDED_QUEUE: 'trailmend-not-forwarded',
    FORWARDER_STACK_PREFIX: 'TrailmendForwarder-',
    OUTCOME_EVENT: { Source: 'trailmend', DetailType: 'Trail Outcome' },
    PROBE_EVENT: { Source: 'trailmend', DetailType: 'Trailmend Probe' },
  });
  expect(DELIVERY_POLICY_NAME).toBe('trailmend-delivery');
});

test('the second name of a log group has the hash of the trail', () => {
  expect(logGroupNames(ID, '/trailmend/')[1]).toBe('/trailmend/audit-8d14af72');
});

test('the ledger knows probes and principals by the SHA-256 of their names', () => {
  const hash = '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae';
  expect(probeHash('foo')).toBe(hash);
  expect(principalKey('foo')).toBe(hash.slice(0, 16));
});

test('a long name is cut to the 64 characters of a role, and keeps its end', () => {
  const name = deliveryRoleName({ ...ID, name: 'x'.repeat(128) }, 2);
  expect(name).toMatch(/^trailmend-x+-us-east-1-[0-9a-f]{8}-2$/);
  expect(name).toHaveLength(64);
});
