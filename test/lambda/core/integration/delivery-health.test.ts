import { describe, expect, test } from '@jest/globals';
import {
  currentError,
  currentFailure,
  deliveredRecently,
  isRoleProven,
  isStale,
} from '../../../../lambda/core/integration/delivery-health.ts';
import type { Change } from '../../../../lambda/core/model/facts.ts';
import type { TrailStatus } from '../../../../lambda/core/model/trail.ts';
import { factsWith, PERFECT_TRAIL, read, unread } from '../../../support/perfect-trail.ts';

const NOW = '2026-11-20T09:00:00.000Z';

describe('a delivery proves the role', () => {
  test.each<[string, boolean, Omit<TrailStatus, 'isLogging'>]>([
    ['when it is a minute old', true, { latestLogsDelivery: '2026-11-20T08:59:00Z' }],
    ['when it is a day old', true, { latestLogsDelivery: '2026-11-19T09:00:00Z' }],
    ['when it is 15 minutes ahead of our clock', true, { latestLogsDelivery: '2026-11-20T09:15:00Z' }],
    ['not when it is further in the future', false, { latestLogsDelivery: '2026-11-20T09:15:01Z' }],
    ['not when it is older', false, { latestLogsDelivery: '2026-11-19T08:59:59Z' }],
    [
      'when the bucket is 15 minutes ahead',
      true,
      { latestLogsDelivery: '2026-11-20T08:40:00Z', latestDelivery: '2026-11-20T08:55:00Z' },
    ],
    [
      'not when the bucket is further ahead',
      false,
      { latestLogsDelivery: '2026-11-20T08:40:00Z', latestDelivery: '2026-11-20T08:55:01Z' },
    ],
    [
      'not when AWS reports an error',
      false,
      { latestLogsDelivery: '2026-11-20T08:59:00Z', logsDeliveryError: 'Access denied' },
    ],
    [
      'when AWS reports an error that is not about access',
      true,
      { latestLogsDelivery: '2026-11-20T08:59:00Z', logsDeliveryError: 'Rate exceeded' },
    ],
    ['not when only the bucket received one', false, { latestDelivery: '2026-11-20T08:59:00Z' }],
    ['not without a delivery', false, {}],
    ['not when its time is invalid', false, { latestLogsDelivery: 'yesterday' }],
    [
      'not when the time of the bucket is invalid',
      false,
      { latestLogsDelivery: '2026-11-20T08:59:00Z', latestDelivery: 'yesterday' },
    ],
  ])('%s', (_name, expected, deliveries) => {
    expect(deliveredRecently({ isLogging: true, ...deliveries }, NOW)).toBe(expected);
  });
});

const CHANGED: Change = { at: '2026-11-20T08:00:00Z' };
type Deliveries = Omit<TrailStatus, 'isLogging'>;

describe('an error of CloudWatch Logs is current', () => {
  test.each<[string, boolean, Change | undefined, Deliveries]>([
    ['where no change is known', true, undefined, {}],
    ['not right after a change', false, CHANGED, {}],
    [
      'not while the bucket may have received earlier events',
      false,
      CHANGED,
      { latestDelivery: '2026-11-20T08:15:00Z' },
    ],
    [
      'when the bucket received events more than 15 minutes later',
      true,
      CHANGED,
      { latestDelivery: '2026-11-20T08:15:01Z' },
    ],
    ['not after an earlier delivery', false, CHANGED, { latestLogsDelivery: '2026-11-20T08:00:00Z' }],
    ['when CloudWatch Logs received events since', true, CHANGED, { latestLogsDelivery: '2026-11-20T08:00:01Z' }],
  ])('%s', (_name, counts, change, deliveries) => {
    const status = { isLogging: true, logsDeliveryError: 'Access denied', ...deliveries };
    expect(currentError(status, change)).toBe(counts ? 'Access denied' : undefined);
  });

  test('only where there is one', () => {
    expect(currentError({ isLogging: true }, undefined)).toBeUndefined();
  });
});

describe('a failed delivery', () => {
  const failure = (logsDeliveryError?: string) =>
    currentFailure({ isLogging: true, ...(logsDeliveryError !== undefined && { logsDeliveryError }) }, undefined);

  test('is a current error, unless an event was too large', () => {
    expect(failure('Access denied')).toBe('Access denied');
    expect(failure('Log event too large')).toBeUndefined();
    expect(failure()).toBeUndefined();
  });
});

describe('a delivery is stale', () => {
  test.each<[string, boolean, Change | undefined, Deliveries]>([
    ['not where nothing is known', false, undefined, {}],
    ['not where only the bucket received events, at an unknown time', false, undefined, { latestDelivery: NOW }],
    [
      'when the bucket is more than 15 minutes ahead',
      true,
      undefined,
      { latestLogsDelivery: '2026-11-20T08:40:00Z', latestDelivery: '2026-11-20T08:55:01Z' },
    ],
    [
      'not when the bucket is 15 minutes ahead',
      false,
      undefined,
      { latestLogsDelivery: '2026-11-20T08:40:00Z', latestDelivery: '2026-11-20T08:55:00Z' },
    ],
    [
      'not when the change is as late',
      false,
      { at: '2026-11-20T08:45:00Z' },
      { latestLogsDelivery: '2026-11-20T07:00:00Z', latestDelivery: '2026-11-20T08:55:00Z' },
    ],
    [
      'more than 15 minutes after a change without a delivery',
      true,
      CHANGED,
      { latestDelivery: '2026-11-20T08:15:01Z' },
    ],
    ['not for a quiet trail', false, CHANGED, { latestDelivery: '2026-11-20T07:00:00Z' }],
  ])('%s', (_name, expected, change, deliveries) => {
    expect(isStale({ isLogging: true, ...deliveries }, change)).toBe(expected);
  });
});

describe('a role that CloudTrail accepted from trailmend is proven', () => {
  const { logGroupArn, roleArn } = PERFECT_TRAIL;
  const accepted = { logGroupArn, roleArn };
  const factsAt = (now: string) => factsWith({ now, status: read({ isLogging: true }) });
  test.each<[string, boolean, string, Change | undefined]>([
    ['for 15 minutes', true, '2026-11-20T08:15:00Z', { ...CHANGED, accepted }],
    ['no longer', false, '2026-11-20T08:15:01Z', { ...CHANGED, accepted }],
    ['not on another group', false, NOW, { at: NOW, accepted: { roleArn, logGroupArn: 'another' } }],
    ['not another role', false, NOW, { at: NOW, accepted: { roleArn: 'another', logGroupArn } }],
    ['not by a change of another caller', false, NOW, { at: NOW }],
    ['not without a change', false, NOW, undefined],
  ])('%s', (_name, expected, now, change) => expect(isRoleProven(factsAt(now), change)).toBe(expected));

  test('not for the member accounts of an organization trail', () => {
    const trail = read({ ...PERFECT_TRAIL, isOrganizationTrail: true });
    const now = '2026-11-20T08:15:00Z';
    expect(isRoleProven({ ...factsAt(now), trail }, { ...CHANGED, accepted })).toBe(false);
  });

  test('not where the trail or its status is unread', () => {
    expect(isRoleProven(factsWith({ trail: unread('no') }), undefined)).toBe(false);
    expect(isRoleProven(factsWith({ status: unread('no') }), undefined)).toBe(false);
    expect(isRoleProven(factsWith({}), undefined)).toBe(true);
  });
});
