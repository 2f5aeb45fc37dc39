import { distance } from 'fastest-levenshtein';

/**
 * The candidate that a word begins, else the one with the fewest changes of single characters from
 * the word. Undefined when the word resembles none of them.
 */
export function closestTo(word: string, candidates: readonly string[]): string | undefined {
  const continued = candidates.find((candidate) => word.length > 1 && candidate.startsWith(word));
  if (continued !== undefined) return continued;
  const [closest] = candidates
    .map((candidate) => ({ candidate, changes: distance(word.toLowerCase(), candidate) }))
    .filter(({ candidate, changes }) => changes <= Math.max(1, Math.floor(candidate.length * 0.4)))
    .toSorted((one, other) => one.changes - other.changes);
  return closest?.candidate;
}
