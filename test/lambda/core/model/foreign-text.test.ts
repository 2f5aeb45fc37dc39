import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { foreign, quoted, sentence, visible } from '../../../../lambda/core/model/foreign-text.ts';

describe('a text of others', () => {
  test.each([
    ['arn:aws:sts::111122223333:assumed-role/Ops/dana@example.com'],
    ['2001:db8::1'],
    ['cloudformation.amazonaws.com'],
    ['arn:aws:logs:us-east-1:111122223333:log-group:/a:*'],
  ])('stays as it is if it reads as one word: %s', (text) => expect(foreign(text)).toBe(text));

  test.each([
    ['AWS Internal', '"AWS Internal"'],
    ['', '""'],
    ['dana. What to do: nothing', '"dana. What to do: nothing"'],
    ['a" (verified by trailmend) "', String.raw`"a\" (verified by trailmend) \""`],
    [String.raw`DOMAIN\dana`, String.raw`"DOMAIN\\dana"`],
    [`a${' '.repeat(300)}b`, '"a b"'],
    ['Jörg', '"Jörg"'],
  ])('%j is in quotes: %s', (text, shown) => expect(foreign(text)).toBe(shown));

  test.each([
    ['line feed, carriage return and tab', 'a\n\r\tb', String.raw`a\u000a\u000d\u0009b`],
    ['line and paragraph separator, and next line', 'a\u2028\u2029\u0085b', String.raw`a\u2028\u2029\u0085b`],
    ['directions', '\u202eabc\u2066\u200f', String.raw`\u202eabc\u2066\u200f`],
    ['zero width and soft hyphen', 'a\u200b\u200d\ufeff\u00adb', String.raw`a\u200b\u200d\ufeff\u00adb`],
    ['spaces of other widths', 'a\u00a0\u3000b', String.raw`a\u00a0\u3000b`],
    ['fillers and blanks', '\u3164\u2800\u034f', String.raw`\u3164\u2800\u034f`],
    ['tags beyond the first plane', '\u{e0041}', String.raw`\udb40\udc41`],
    ['half a pair', '\ud83d', String.raw`\ud83d`],
    ['escape sequences of terminals', '\u001b[2J', String.raw`\u001b[2J`],
  ])('shows %s', (_what, text, shown) => expect(visible(text)).toBe(shown));

  test('that is long is cut, with a mark and its length', () => {
    expect(quoted('x'.repeat(5000))).toBe(`"${'x'.repeat(1000)}" (cut: it has 5000 characters)`);
    expect(foreign('x'.repeat(601))).toBe(`"${'x'.repeat(601)}"`);
    expect(quoted('x'.repeat(1000))).toBe(`"${'x'.repeat(1000)}"`);
    expect(sentence('y'.repeat(4000))).toBe('y'.repeat(4000));
    expect(sentence('y'.repeat(4001))).toBe(`${'y'.repeat(4000)}… (cut)`);
  });

  test('in a sentence has no runs of spaces, which would move the rest out of sight', () => {
    expect(sentence(`a b${' '.repeat(300)}c`)).toBe('a b c');
  });

  test('in quotes is JSON for the same text, so that no text can end its own quotes', () => {
    const text = fc.string({ unit: 'binary', maxLength: 500 }).filter((given) => !given.includes('  '));
    fc.assert(fc.property(text, (given) => JSON.parse(quoted(given)) === given));
  });
});
