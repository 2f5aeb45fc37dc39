import * as fc from 'fast-check';
import type { TrailStatus } from '../../../lambda/core/model/trail.ts';
import { character } from './character.ts';

/** Errors of CloudWatch Logs of every kind, and one that is no error at all. */
export const DELIVERY_ERRORS: readonly string[] = [
  'Access denied. Verify in IAM that the role has adequate permissions.',
  "The specified KMS key does not exist or is not allowed to be used with Arn 'arn:aws:logs:x'",
  'Log event too large: 270000 bytes exceeds limit of 262144',
  'ThrottlingException: Rate exceeded',
  'ServiceUnavailableException',
  'The specified log group does not exist.',
  '',
];

/** LatestCloudWatchLogsDeliveryError: a known text, or any other. */
export const anyDeliveryError: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...DELIVERY_ERRORS),
  fc.string({ unit: character, maxLength: 40 }),
);

/** Times around those of the perfect trail, long ago, in the future, and invalid ones. */
export const anyTime: fc.Arbitrary<string> = fc.constantFrom(
  '1970-01-01T00:00:00.000Z',
  '2026-11-17T08:57:00.000Z',
  '2026-11-20T06:10:00.000Z',
  '2026-11-20T08:30:00.000Z',
  '2026-11-20T08:50:05.000Z',
  '2026-11-20T08:57:00.000Z',
  '2026-11-20T08:58:00.000Z',
  '2026-11-20T09:00:05.000Z',
  '2026-11-20T12:00:00.000Z',
  '9999-12-31T23:59:59.999Z',
  'yesterday',
);

/** The deliveries of a trail that logs. */
export const anyStatus: fc.Arbitrary<TrailStatus> = fc.record(
  {
    isLogging: fc.constant(true),
    latestLogsDelivery: anyTime,
    latestDelivery: anyTime,
    logsDeliveryError: anyDeliveryError,
  },
  { requiredKeys: ['isLogging'] },
);
