import * as fc from 'fast-check';

/**
 * Any character, for strings. fast-check's own `binary` lists a million characters at its creation,
 * which takes seconds.
 */
export const character: fc.Arbitrary<string> = fc
  .integer({ min: 0, max: 0x10ffff })
  .map((code) => String.fromCodePoint(code).replace(/\p{Surrogate}/u, '\ufffd'));
