import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { recreateCommands } from '../../../../lambda/core/commands/restore.ts';
import type { PostureParts } from '../../../../lambda/core/model/posture.ts';
import type { Trail } from '../../../../lambda/core/model/trail.ts';
import { trailId } from '../../../support/arbitrary/trails.ts';
import { PERFECT_TRAIL } from '../../../support/perfect-trail.ts';

/** What people write into names and values, quotes and spaces included. */
const text = fc.string({
  unit: fc.constantFrom('a', 'Z', '7', "'", '"', ' ', '\\', '$', '`', '*', ',', ':', '/', '=', 'ü'),
});
const trail: fc.Arbitrary<Trail> = fc
  .record({
    isMultiRegion: fc.boolean(),
    includesGlobalEvents: fc.boolean(),
    logFileValidation: fc.boolean(),
    isOrganizationTrail: fc.boolean(),
    kmsKeyId: text,
    snsTopicArn: text,
    s3Bucket: text,
    s3Prefix: text,
    logGroupArn: text,
    roleArn: text,
  })
  .map((values) => ({ ...PERFECT_TRAIL, ...values }));
const selectors = fc.record({ kind: fc.constantFrom('basic' as const, 'advanced' as const), json: fc.json() });
const previous: fc.Arbitrary<PostureParts> = fc.record(
  {
    trail,
    tags: fc.dictionary(text, text),
    recording: fc.record({
      writes: fc.constant('all' as const),
      reads: fc.constant('all' as const),
      excludedSources: fc.constant([]),
      own: selectors,
    }),
  },
  { requiredKeys: ['trail'] },
);

/**
 * The words of a command as a POSIX shell reads them, when nothing but single quotes and `\'` is
 * special in it.
 */
function words(command: string): readonly string[] {
  const read = [...command.matchAll(/(?:'[^']*'|\\'|[^\s'\\])+/g)].map(([word]) => word);
  expect(read.join(' ')).toBe(command);
  return read.map((word) => word.replace(/'([^']*)'|\\(')/g, (_, quoted = '', escaped = '') => `${quoted}${escaped}`));
}

/** The options of a command by name; a flag is true. */
function optionsOf(command: string): Readonly<Record<string, string | true>> {
  const [aws, service, operation, ...rest] = words(command);
  expect([aws, service]).toEqual(['aws', 'cloudtrail']);
  const found: Record<string, string | true> = { operation: operation ?? '' };
  const isName = (word = '--end') => /^--[a-z]/.test(word);
  for (const [index, word] of rest.entries()) {
    const next = rest[index + 1];
    if (isName(word)) found[word.slice(2)] = isName(next) ? true : String(next);
  }
  return found;
}

test('a shell reads the commands that create a trail again as they were meant, whatever the trail was', () => {
  fc.assert(
    fc.property(trailId, previous, (id, was) => {
      const commands = recreateCommands(id, was).map(optionsOf);
      expect(commands.map(({ operation }) => operation)).toEqual([
        'create-trail',
        ...(was.recording?.own ? ['put-event-selectors'] : []),
        'start-logging',
      ]);
      expect(commands.every(({ region }) => region === id.region)).toBe(true);
      const [create = {}] = commands;
      const set = (value: string) => (value === '' ? undefined : value);
      expect([create['s3-bucket-name'], create['kms-key-id']]).toEqual([
        set(was.trail.s3Bucket),
        set(was.trail.kmsKeyId),
      ]);
      const tags = Object.entries(was.tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
      expect(JSON.parse(String(create['tags-list'] ?? '[]'))).toEqual(tags);
      const own = was.recording?.own;
      if (own === undefined) return;
      const option = own.kind === 'basic' ? 'event-selectors' : 'advanced-event-selectors';
      expect(commands[1]?.[option]).toBe(own.json);
    }),
  );
});
