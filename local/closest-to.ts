/**
 * The candidate that a word begins, else the one with the fewest changes of single characters from
 * the word. Undefined when the word resembles none of them.
 */
export function closestTo(word: string, candidates: readonly string[]): string | undefined {
  const continued = candidates.find((candidate) => word.length > 1 && candidate.startsWith(word));
  if (continued !== undefined) return continued;
  const [closest] = candidates
    .map((candidate) => ({ candidate, distance: editDistance(word.toLowerCase(), candidate) }))
    .filter(({ candidate, distance }) => distance <= Math.max(1, Math.floor(candidate.length / 3)))
    .toSorted((one, other) => one.distance - other.distance);
  return closest?.candidate;
}

/** The Levenshtein distance: how many characters must be inserted, removed or replaced. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, character] of [...from].entries()) {
    const above = row;
    row = [index + 1];
    for (const [column, other] of [...to].entries()) {
      const replaced = (above[column] ?? 0) + (character === other ? 0 : 1);
      row.push(Math.min(replaced, (above[column + 1] ?? 0) + 1, (row[column] ?? 0) + 1));
    }
  }
  return row.at(-1) ?? 0;
}
