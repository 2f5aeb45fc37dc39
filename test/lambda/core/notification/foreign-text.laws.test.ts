import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { visible } from '../../../../lambda/core/model/foreign-text.ts';
import { messageFor } from '../../../../lambda/core/notification/message-for.ts';
import { foreignText, withText } from '../../../support/arbitrary/foreign-texts.ts';
import { record } from '../../../support/arbitrary/records.ts';

/** The lines that trailmend begins itself: its titles, and the first words of the first screen. */
function outline(text: string): readonly string[] {
  return text.split('\n').map((line) => (line.startsWith('  ') ? '' : (/^[^:]*:/.exec(line)?.[0] ?? line)));
}

describe('whatever text others choose', () => {
  test('a message has the lines and the titles that it has with a harmless text', () => {
    fc.assert(
      fc.property(record, foreignText, fc.boolean(), ({ record: one }, text, hasRepeats) => {
        const message = messageFor(withText(text, one, hasRepeats));
        const harmless = messageFor(withText('harmless', one, hasRepeats));
        expect(outline(message.text)).toEqual(outline(harmless.text));
      }),
      { numRuns: 200 },
    );
  });

  test('a message has no character that a reader does not see, and its subject is ASCII on one line', () => {
    fc.assert(
      fc.property(record, foreignText, fc.boolean(), ({ record: one }, text, hasRepeats) => {
        const message = messageFor(withText(text, one, hasRepeats));
        expect(visible(message.text.replaceAll('\n', ''))).toBe(message.text.replaceAll('\n', ''));
        expect(message.subject).toMatch(/^[\x20-\x7e]{1,99}$/);
      }),
      { numRuns: 200 },
    );
  });
});
