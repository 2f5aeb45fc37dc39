import * as fc from 'fast-check';
import type { Settings } from '../../../lambda/core/model/settings.ts';
import type { TrailId } from '../../../lambda/core/model/trail-id.ts';
import type { CallTrigger, Trigger } from '../../../lambda/core/model/trigger.ts';
import { TRIGGER } from '../perfect-trail.ts';

/** The time at which a generated run starts. */
export const START = Date.parse('2026-11-20T09:00:05Z');

const HOMES = [
  ['aws', 'us-east-1'],
  ['aws', 'ap-southeast-2'],
  ['aws-us-gov', 'us-gov-west-1'],
  ['aws-cn', 'cn-northwest-1'],
] as const;

/** Names that CloudTrail allows, with frequent edge cases. */
export const trailName: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    'audit',
    'Audit',
    'x-aws-controltower-y',
    'AWSControlTowerTrail',
    'aws-controltower-BaselineCloudTrail-tfw-qeb',
    'stacksets-exec-9',
    'a'.repeat(128),
  ),
  fc.stringMatching(/^[A-Za-z0-9._-]{3,128}$/),
);

export const trailId: fc.Arbitrary<TrailId> = fc
  .tuple(trailName, fc.constantFrom(...HOMES), fc.constantFrom('111122223333', '444455556666'))
  .map(([name, [partition, region], account]) => ({
    arn: `arn:${partition}:cloudtrail:${region}:${account}:trail/${name}`,
    partition,
    region,
    account,
    name,
  }));

/** Settings under which most trails are in scope. */
export function settingsFor(id: TrailId): fc.Arbitrary<Settings> {
  const key = `arn:${id.partition}:kms`;
  return fc
    .record({
      account: often(id.account, '999988887777'),
      organizationTrails: fc.boolean(),
      retentionDays: fc.constantFrom(1, 30, 365, 3653),
      restartLogging: fc.constantFrom('never', 'seen', 'always'),
      dataEventTrails: fc.constantFrom('notify', 'fix'),
      metricFilters: fc.constantFrom('none', 'cis'),
      logGroupPrefix: fc.constantFrom('/trailmend/', 'security/ct_'),
      logGroupKmsKeyArn: fc.constantFrom(
        undefined,
        `${key}:${id.region}:${id.account}:key/1f0c2b3a-0000-4d1e-9f00-000000000001`,
        `${key}:eu-west-1:${id.account}:key/mrk-0a1b2c3d4e5f60718293a4b5c6d7e8f9`,
        `${key}:eu-west-1:${id.account}:key/1f0c2b3a-0000-4d1e-9f00-000000000001`,
      ),
      excludedTrails: often('', id.name, 'other,arn:aws*:cloudtrail:*:*:trail/z?z', 'not valid'),
    })
    .map(({ logGroupKmsKeyArn, ...settings }) => ({
      mode: 'fix' as const,
      ...settings,
      ...(logGroupKmsKeyArn !== undefined && { logGroupKmsKeyArn }),
      deliveryRoleBoundaryArn: `arn:${id.partition}:iam::${id.account}:policy/trailmend/trailmend-delivery-boundary`,
    }));
}

/** Any call, at most five minutes ago. */
export const call: fc.Arbitrary<CallTrigger> = fc
  .tuple(
    fc.constantFrom('CreateTrail', 'UpdateTrail', 'StopLogging', 'StartLogging', 'PutEventSelectors', 'DeleteLogGroup'),
    fc.constantFrom(0, 5, 30, 300),
    fc.constantFrom(undefined, 'stopped', 'blanked', 'log-group-deleted', 'exclusion-changed'),
  )
  .map(([eventName, secondsAgo, tampering]) => ({
    ...TRIGGER,
    eventName,
    eventTime: new Date(START - secondsAgo * 1000).toISOString(),
    ...(tampering && { tampering }),
  }));

/** The trigger of a run: usually a call, sometimes a sweep. */
export const trigger: fc.Arbitrary<Trigger> = fc.oneof(
  { weight: 4, arbitrary: call },
  { weight: 1, arbitrary: fc.constant({ kind: 'sweep' as const, time: new Date(START).toISOString() }) },
);

/** Usually the first value, sometimes one of the others. */
export function often<T>(usual: T, ...rare: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof({ weight: 8, arbitrary: fc.constant(usual) }, { weight: 2, arbitrary: fc.constantFrom(...rare) });
}
