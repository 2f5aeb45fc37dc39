import { isDeepStrictEqual } from 'node:util';

/** Whether two policy documents are the same JSON, in whatever order their members are. A text that is not JSON equals none. */
export function sameDocument(left: string, right: string): boolean {
  const parsed = parse(left);
  return parsed !== undefined && isDeepStrictEqual(parsed, parse(right));
}

function parse(document: string): unknown {
  try {
    return JSON.parse(document);
  } catch {
    // A text that does not parse cannot be what trailmend wrote.
    return undefined;
  }
}
