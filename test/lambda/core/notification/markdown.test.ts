import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { asMarkdown, asShortMarkdown } from '../../../../lambda/core/notification/markdown.ts';
import { markupIn } from './cards/markup-in.ts';

test.each([
  [
    'words of a sentence',
    'Logging stopped on trail audit (us-east-1), by dana.',
    'Logging stopped on trail audit (us-east-1), by dana.',
  ],
  ['an ARN', 'by arn:aws:iam::111122223333:user/dana, at 9', 'by `arn:aws:iam::111122223333:user/dana`, at 9'],
  ['unusual words side by side', 'a x.y/z :b: c', 'a `x.y/z :b:` c'],
  ['a mail address', 'by dana@example.com', 'by `dana@example.com`'],
  ['a mention', 'hello @here', 'hello `\\u0040here`'],
  ['a mention of Slack', '<!channel> <@U024BE7LH>', '`\\u003c!channel\\u003e \\u003c\\u0040U024BE7LH\\u003e`'],
  ['a link of Slack', '<https://evil.example|AWS>', '`\\u003chttps://evil.example|AWS\\u003e`'],
  ['a link of Microsoft Teams', '[AWS](https://evil.example)', '`\\u005bAWS\\u005d(https://evil.example)`'],
  ['an HTML entity', '&lt;b&gt;', '`\\u0026lt;b\\u0026gt`;'],
  ['formats', '*a* _b_ ~c~', '`*a* _b_ ~c~`'],
  ['code', 'a `b` c', 'a `\\u0060b\\u0060` c'],
  ['an emoji', ':tada:', '`:tada:`'],
  ['lines', 'a\n# b', '`a\\u000a#` b'],
  ['the beginning of a list', '1. a', '`1`. a'],
  ['a domain', 'see evil.example.', 'see `evil.example`.'],
  ['punctuation alone', ', - .', '`, - .`'],
  ['runs of spaces', 'a   b', 'a b'],
  ['nothing', '', ''],
])('%s becomes text', (_, text, markdown) => {
  expect(asMarkdown(text)).toBe(markdown);
});

describe('any text', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({
      unit: fc.constantFrom('`', '<', '>', '&', '[', ']', '(', ')', '@', ':', '*', ' ', '.', '1', 'a', '\n'),
    }),
  );

  test('has no markup for a chat', () => {
    fc.assert(
      fc.property(text, (any) => expect(markupIn(asMarkdown(any))).toEqual([])),
      { numRuns: 1000 },
    );
  });

  test('fits, and says so when it is shortened', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 20, max: 60 }), (any, most) => {
        const short = asShortMarkdown(any, most);
        expect(short.length).toBeLessThanOrEqual(most);
        expect(markupIn(short)).toEqual([]);
        if (short !== asMarkdown(any)) expect(short).toMatch(/^.* \(shortened\)$/);
      }),
      { numRuns: 1000 },
    );
  });

  test('keeps most of the room', () => {
    expect(asShortMarkdown('word '.repeat(100), 100)).toBe(`${'word '.repeat(17)}wor (shortened)`);
  });
});
