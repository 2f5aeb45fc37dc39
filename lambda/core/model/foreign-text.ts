/**
 * Characters that nobody sees, or that move the text after them: control and format characters,
 * line separators, wide and narrow spaces, fillers. Half a surrogate pair is one, too.
 */
const INVISIBLE = /(?! )[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/gu;
/** ARNs, times and IAM's names read as one word. Anything else could read as a sentence. */
const PLAIN = /^[\w+=,.@/:*-]{1,600}$/;
/** In characters: longer than any name, tag or usual error of AWS. */
const LONGEST = 1000;
const LONGEST_SENTENCE = 4000;

/** The text with every invisible character as `\uXXXX`, as in JSON: one line that shows all. */
export function visible(text: string): string {
  return text.replaceAll(INVISIBLE, (character) =>
    Array.from({ length: character.length }, (_, unit) => escaped(character.charCodeAt(unit))).join(''),
  );
}

function escaped(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}

/** A text that others chose, for a sentence that people read: a name as it is, else `quoted`. */
export function foreign(text: string): string {
  return PLAIN.test(text) ? text : quoted(text);
}

/**
 * A text that others chose, in quotes as in JSON, so that a reader sees where it ends. Runs of
 * spaces become one, because they would move the rest out of sight. A long text is cut and says so.
 */
export function quoted(text: string): string {
  const kept = text.slice(0, LONGEST).replaceAll(/ {2,}/g, ' ').replaceAll(/["\\]/g, String.raw`\$&`);
  const cut = text.length > LONGEST ? ` (cut: it has ${text.length} characters)` : '';
  return `"${visible(kept)}"${cut}`;
}

/** A sentence that may contain texts of others, on one line. */
export function sentence(text: string): string {
  const line = visible(text.replaceAll(/ {2,}/g, ' '));
  return line.length > LONGEST_SENTENCE ? `${line.slice(0, LONGEST_SENTENCE)}… (cut)` : line;
}
