import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hclString, typescriptString, yamlString } from '../../../../cli/output/source/literal.ts';

/** Any text, with what the languages would interpret more often than by chance. */
const anyText = fc
  .array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('${', '%{', '$', '"', '\\', '\\u0041', '\n', '\b')))
  .map((parts) => parts.join(''));

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', '"': '"', '\\': '\\' };

/** What YAML and HCL read in a quoted string. */
function decoded(literal: string): string {
  return literal
    .slice(1, -1)
    .replaceAll(/\\(?:U([0-9a-f]{8})|u([0-9a-f]{4})|(.))/g, (_, wide, narrow, single) =>
      single === undefined ? String.fromCodePoint(Number.parseInt(wide ?? narrow, 16)) : (ESCAPES[single] ?? '?'),
    );
}

test('a text stays the same in each language', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(JSON.parse(typescriptString(text))).toBe(text);
      expect(decoded(yamlString(text))).toBe(text);
      expect(decoded(hclString(text))).toBe(text);
    }),
  );
});

test('a text is one line without characters that nobody sees, and no template of HCL', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      for (const literal of [typescriptString(text), yamlString(text), hclString(text)]) {
        expect(literal).toMatch(/^"(?:[^"\\\p{C}\p{Zl}\p{Zp}]|\\.)*"$/u);
      }
      expect(hclString(text)).not.toMatch(/[$%]\{/);
      for (const [sequence] of hclString(text).matchAll(/\\./g)) expect(sequence).toMatch(/[nrtuU"\\]$/);
    }),
  );
});
