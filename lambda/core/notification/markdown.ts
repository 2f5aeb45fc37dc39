import { visible } from '../model/foreign-text.ts';

/**
 * Words that no chat application reads as anything but text. A word with another character could be
 * a link, a mention, an emoji, a list or a format in one of them.
 */
const PLAIN = /^(?!\d{1,9}[.)]$)[("']*[A-Za-z0-9][A-Za-z0-9'=%-]*[)"',;:.?!]*$/;
/** Ends a code span, begins a link or a mention, or becomes one of these in an HTML text. */
const MARKUP = /[`<>&[\]]|(?<!\w)@/g;
const SHORTENED = ' (shortened)';

/**
 * The text as markdown that shows it and does nothing else, in Slack and in Microsoft Teams,
 * whatever text of others it contains: no link, mention, emoji or format. Words with unusual
 * characters become code. Characters that could end the code, or work in it, are written as in
 * JSON.
 * Source: Slack developer documentation, "Formatting message text"; Microsoft Teams documentation,
 * "Format cards in Microsoft Teams".
 */
export function asMarkdown(text: string): string {
  const words = visible(text).split(' ');
  return words
    .filter((word) => word !== '')
    .map((word) => (PLAIN.test(word) ? word : code(word)))
    .join(' ')
    .replaceAll('` `', ' ');
}

/** A word as code, apart from the punctuation behind it. */
function code(word: string): string {
  return word.replaceAll(MARKUP, escaped).replace(/^(.+?)([,;.]*)$/, '`$1`$2');
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** The text as markdown with at most so many characters. A longer one is cut and says so. */
export function asShortMarkdown(text: string, most: number): string {
  const complete = asMarkdown(text);
  if (complete.length <= most) return complete;
  const room = most - SHORTENED.length;
  let kept = text;
  let shown = complete;
  while (shown.length > room) {
    kept = kept.slice(0, Math.min(kept.length - 1, Math.floor((kept.length * room) / shown.length)));
    shown = asMarkdown(kept);
  }
  return `${shown}${SHORTENED}`;
}
