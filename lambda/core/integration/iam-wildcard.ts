/**
 * Whether a text matches an IAM pattern: `*` matches any characters, `?` matches one. Returns only
 * to the last `*`, so that it takes at most pattern times text steps: others choose the patterns.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let afterStar = 0;
  for (let read = 0; read < text.length; ) {
    if (pattern[at] === '*') {
      star = at++;
      afterStar = read;
    } else if (pattern[at] === '?' || pattern[at] === text[read]) {
      at++;
      read++;
    } else if (star >= 0) {
      // The star takes one more character.
      at = star + 1;
      read = ++afterStar;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(at));
}
