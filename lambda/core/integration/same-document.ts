import { isDeepStrictEqual } from 'node:util';

/** Whether two documents are the same JSON, in any order of members. Invalid JSON equals none. */
export function sameDocument(left: string, right: string): boolean {
  const parsed = parse(left);
  return parsed !== undefined && isDeepStrictEqual(parsed, parse(right));
}

function parse(document: string): unknown {
  try {
    return JSON.parse(document);
  } catch {
    // Invalid JSON cannot be what trailmend wrote.
    return undefined;
  }
}
