/**
 * What a chat application could take for markup in a text: anything outside of code but letters,
 * digits and punctuation, and in code the characters that end it or work in it.
 */
export function markupIn(markdown: string): readonly string[] {
  return markdown.split('`').flatMap((part, index, { length }) => {
    const isCode = index % 2 === 1;
    if (isCode && (part === '' || index === length - 1)) return [`\`${part}`];
    const [markup] = (isCode ? IN_CODE : OUTSIDE).exec(part) ?? [];
    return markup === undefined ? [] : [markup];
  });
}

const IN_CODE = /[^ -~]?[<>&[\]\n]|(?<![A-Za-z0-9_])@.*/;
const OUTSIDE = /[^A-Za-z0-9 '"(),;:.?!=%-]|[A-Za-z0-9][.:][A-Za-z0-9]|:[A-Za-z0-9]|^\d{1,9}[.)] /;
