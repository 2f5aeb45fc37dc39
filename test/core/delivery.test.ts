import { describe, expect, test } from '@jest/globals';
import { deliveredRecently } from '../../lambda/core/delivery.ts';
import type { TrailStatus } from '../../lambda/core/facts.ts';

const NOW = '2026-11-20T09:00:00.000Z';

describe('a delivery proves the role', () => {
  test.each<[string, boolean, Omit<TrailStatus, 'isLogging'>]>([
    ['when it is a minute old', true, { latestLogsDelivery: '2026-11-20T08:59:00Z' }],
    ['when it is an hour old', true, { latestLogsDelivery: '2026-11-20T08:00:00Z' }],
    ['not when it is older', false, { latestLogsDelivery: '2026-11-20T07:59:59Z' }],
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
    ['not when only the bucket got any', false, { latestDelivery: '2026-11-20T08:59:00Z' }],
    ['not when there is none', false, {}],
    ['not when its time is no time', false, { latestLogsDelivery: 'yesterday' }],
    [
      'not when the time of the bucket is no time',
      false,
      { latestLogsDelivery: '2026-11-20T08:59:00Z', latestDelivery: 'yesterday' },
    ],
  ])('%s', (_name, expected, told) => {
    expect(deliveredRecently({ isLogging: true, ...told }, NOW)).toBe(expected);
  });
});
