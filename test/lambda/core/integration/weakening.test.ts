import { describe, expect, test } from '@jest/globals';
import { compare } from '../../../../lambda/core/integration/weakening.ts';
import type { PostureParts, RecordedEvents } from '../../../../lambda/core/model/posture.ts';
import type { Trail } from '../../../../lambda/core/model/trail.ts';
import { PERFECT_TRAIL, POSTURE } from '../../../support/perfect-trail.ts';

const ALL: RecordedEvents = { writes: 'all', reads: 'all', excludedSources: [] };
const SOME: RecordedEvents = { writes: 'partial', reads: 'partial', excludedSources: [] };
const own = (json: string) => ({ own: { kind: 'advanced' as const, json } });
const rules = (accepted: PostureParts, current: PostureParts) => compare(accepted, current).map(({ rule }) => rule);

describe('the settings of a trail', () => {
  const settings = (was: Partial<Trail>, is: Partial<Trail>) =>
    rules({ ...POSTURE, trail: { ...PERFECT_TRAIL, ...was } }, { ...POSTURE, trail: { ...PERFECT_TRAIL, ...is } });
  test.each<[string, Partial<Trail>, Partial<Trail>]>([
    ['coverage-narrowed', { isMultiRegion: true }, { isMultiRegion: false }],
    ['coverage-narrowed', { includesGlobalEvents: true }, { includesGlobalEvents: false }],
    ['validation-off', { logFileValidation: true }, { logFileValidation: false }],
    ['key-changed', { kmsKeyId: 'one' }, { kmsKeyId: '' }],
    ['key-changed', { kmsKeyId: 'one' }, { kmsKeyId: 'other' }],
    ['bucket-changed', { s3Bucket: 'one' }, { s3Bucket: 'other' }],
    ['bucket-changed', { s3Prefix: '' }, { s3Prefix: 'other' }],
    ['bucket-changed', { s3Prefix: 'one' }, { s3Prefix: '' }],
  ])('%s: %j to %j is weaker, and back is weaker only for a bucket or another key', (rule, was, is) => {
    expect(settings(was, is)).toEqual([rule]);
    expect(settings(is, is)).toEqual([]);
    const isOneWay = rule !== 'bucket-changed' && is.kmsKeyId !== 'other';
    expect(settings(is, was)).toEqual(isOneWay ? [] : [rule]);
  });
});

test.each<[string, Partial<Trail>, string]>([
  ['a key that was removed', { kmsKeyId: '' }, `KmsKeyId is not set; accepted: ${PERFECT_TRAIL.kmsKeyId}`],
  ['another key', { kmsKeyId: 'k' }, `KmsKeyId is k; accepted: ${PERFECT_TRAIL.kmsKeyId}`],
  ['another bucket', { s3Bucket: 'b', s3Prefix: 'p' }, 'the log files go to b/p; accepted: audit-bucket'],
  [
    'one Region',
    { isMultiRegion: false },
    'the trail records only us-east-1 (IsMultiRegionTrail is false; accepted: true)',
  ],
  [
    'no global events',
    { includesGlobalEvents: false },
    'the trail records no events of global services (IncludeGlobalServiceEvents is false; accepted: true)',
  ],
])('a weaker setting is described: %s', (_what, is, saw) => {
  expect(compare(POSTURE, { ...POSTURE, trail: { ...PERFECT_TRAIL, ...is } })).toMatchObject([{ saw }]);
});

describe('the management events that a trail records', () => {
  const recorded = (was: RecordedEvents | undefined, is: RecordedEvents | undefined) => {
    const { recording: _, ...unread } = POSTURE;
    return rules({ ...unread, ...(was && { recording: was }) }, { ...unread, ...(is && { recording: is }) });
  };
  test.each<[string, RecordedEvents, RecordedEvents]>([
    ['no writes', ALL, { ...ALL, writes: 'none' }],
    ['some writes', ALL, { ...ALL, writes: 'partial' }],
    ['no writes instead of some', SOME, { ...SOME, writes: 'none' }],
    ['no reads', ALL, { ...ALL, reads: 'none' }],
    ['no key events', ALL, { ...ALL, excludedSources: ['kms.amazonaws.com'] }],
    ['no key events beside others', { ...ALL, excludedSources: ['a'] }, { ...ALL, excludedSources: ['a', 'b'] }],
    ['fewer reads and more writes', { ...ALL, writes: 'none' }, { ...ALL, reads: 'partial' }],
    ['other parts than before', { ...SOME, ...own('[1]') }, { ...SOME, ...own('[2]') }],
    ['other reads than before', { ...SOME, writes: 'all', ...own('[1]') }, { ...SOME, writes: 'all', ...own('[2]') }],
    ['other writes than before', { ...SOME, reads: 'all', ...own('[1]') }, { ...SOME, reads: 'all', ...own('[2]') }],
    ['other parts than before, too long to remember', { ...SOME, ...own('[1]') }, SOME],
  ])('%s is weaker', (_what, was, is) => expect(recorded(was, is)).toEqual(['recording-narrowed']));

  test.each<[string, RecordedEvents | undefined, RecordedEvents | undefined]>([
    ['more of them', { ...SOME, excludedSources: ['kms.amazonaws.com'] }, ALL],
    ['all of them in other words', { ...ALL, ...own('[1]') }, { ...ALL, ...own('[2]') }],
    ['all of what were parts', { ...SOME, ...own('[1]') }, { ...ALL, ...own('[2]') }],
    ['parts of what were none', { ...ALL, reads: 'none', ...own('[1]') }, { ...ALL, reads: 'partial', ...own('[2]') }],
    ['the same parts', { ...SOME, ...own('[1]') }, { ...SOME, ...own('[1]') }],
    ['the same sources', { ...ALL, excludedSources: ['a', 'b'] }, { ...ALL, excludedSources: ['b'] }],
    ['unread ones', ALL, undefined],
    ['those that nobody knew before', undefined, { ...ALL, writes: 'none' }],
    ['parts of which the earlier ones were too long', SOME, { ...SOME, ...own('[1]') }],
  ])('%s are not weaker', (_what, was, is) => expect(recorded(was, is)).toEqual([]));

  test('are named with every source that they leave out', () => {
    const current = {
      writes: 'all',
      reads: 'partial',
      excludedSources: ['kms.amazonaws.com', 'rds.amazonaws.com'],
    } as const;
    expect(compare(POSTURE, { ...POSTURE, recording: { ...current, ...own('[1]') } })[0]?.saw).toBe(
      'the trail records all management events that write and only some that read, without kms.amazonaws.com, rds.amazonaws.com (selectors [1]); accepted: all management events that write and all that read',
    );
    expect(compare(POSTURE, { ...POSTURE, recording: { ...ALL, writes: 'none', ...own('[1]') } })[0]?.saw).toBe(
      'the trail records no management events that write and all that read; accepted: all management events that write and all that read',
    );
  });

  test('are named as they were and as they are', () => {
    const current = {
      writes: 'partial',
      reads: 'none',
      excludedSources: ['kms.amazonaws.com'],
      ...own('[1]'),
    } as const;
    expect(compare(POSTURE, { ...POSTURE, recording: current })).toEqual([
      {
        rule: 'recording-narrowed',
        source: 'GetEventSelectors',
        saw: 'the trail records only some management events that write and no that read, without kms.amazonaws.com (selectors [1]); accepted: all management events that write and all that read',
      },
    ]);
  });
});
