import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { type ChatCard, chatCard } from '../../../../lambda/core/notification/chat-card.ts';
import { foreignText, withText } from '../../../support/arbitrary/foreign-texts.ts';
import { record } from '../../../support/arbitrary/records.ts';
import { markupIn } from './cards/markup-in.ts';
import { publishedFormat } from './cards/published-format.ts';

const LOG = { partition: 'aws', region: 'us-east-1', logGroupName: 'Trailmend-RemediatorLog' };
/** What a card adds to texts: labels, and links to the console. */
const LABEL = /^\*[A-Z][a-z' ]+:\* /;
const LINK =
  /^\*Link to [a-z' ]+:\* https:\/\/console\.(aws\.amazon\.com|amazonaws-us-gov\.com|amazonaws\.cn)\/[!-~]+$/;

function linesOf({ content, metadata }: ChatCard): readonly string[] {
  const ofDescription = content.description.split('\n').filter((line) => !LINK.test(line));
  return [
    content.title,
    metadata.summary,
    ...content.nextSteps,
    ...ofDescription.map((line) => line.replace(LABEL, '')),
  ];
}

describe('the card of any record, whatever text others choose,', () => {
  const card = fc
    .tuple(record, foreignText, fc.boolean())
    .map(([{ record: one }, text, hasRepeats]) => chatCard(withText(text, one, hasRepeats), LOG));

  test('has the published format and its lengths', () => {
    fc.assert(
      fc.property(card, (any) => expect(publishedFormat.safeParse(any).error).toBeUndefined()),
      { numRuns: 300 },
    );
  });

  test('has no markup but its own', () => {
    fc.assert(
      fc.property(card, (any) => expect(linesOf(any).flatMap(markupIn)).toEqual([])),
      { numRuns: 300 },
    );
  });
});

test('every record without texts of others has a card in the published format', () => {
  fc.assert(
    fc.property(record, ({ record: one }) => {
      const any = chatCard(one, LOG);
      expect(publishedFormat.safeParse(any).error).toBeUndefined();
      expect(linesOf(any).flatMap(markupIn)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
