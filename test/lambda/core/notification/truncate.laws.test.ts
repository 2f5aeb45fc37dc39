import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { type OutcomeRecord, outcomeRecordSchema } from '../../../../lambda/core/model/outcome.ts';
import { messageFor } from '../../../../lambda/core/notification/message-for.ts';
import { truncateToFit } from '../../../../lambda/core/notification/truncate.ts';
import { character } from '../../../support/arbitrary/character.ts';
import { longestRecord } from '../../../support/longest-record.ts';
import { ID } from '../../../support/perfect-trail.ts';

/** As SNS counts: the texts for all protocols together. */
function bytesOf(record: OutcomeRecord): number {
  const { text } = messageFor(record);
  const machine = JSON.stringify(record);
  return Buffer.byteLength(JSON.stringify([text, text, machine, machine, machine]));
}

test('a record that is too long is truncated until it fits SNS, whatever its texts are, and stays a valid record', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: character, minLength: 1, maxLength: 40 }),
      fc.integer({ min: 1, max: 500 }),
      (some, times) => {
        const cut = truncateToFit(longestRecord(some.repeat(times)), () => false);
        expect(bytesOf(cut)).toBeLessThan(256 * 1024);
        expect(outcomeRecordSchema.safeParse(JSON.parse(JSON.stringify(cut))).error).toBeUndefined();
        expect(cut).toMatchObject({ id: longestRecord('').id, trailArn: ID.arn, outcome: 'BLOCKED', reason: 'cost' });
      },
    ),
    {
      numRuns: 50,
      examples: [
        ['"\\', 5_000],
        ['\u0000', 10_000],
        ['\u0000\u0000', 50],
        ['\u{1F980}', 5_000],
        // The longest text that is not cut, in characters of three bytes.
        ['\u0800', 150],
        ['\u0800', 180],
      ],
    },
  );
});
