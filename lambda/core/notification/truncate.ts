import type { OutcomeRecord } from '../model/outcome.ts';

/** The ways to truncate a record, from the least to the most. Lengths are in characters. */
const CUTS = [
  { longest: 1000, withCalls: true },
  { longest: 150, withCalls: false },
] as const;

/**
 * The record if it fits, else the longest truncated record that does. `cut` names what it lost. The
 * shortest one has a few dozen kilobytes at most, and is the result if none fits.
 */
export function truncateToFit(record: OutcomeRecord, fits: (candidate: OutcomeRecord) => boolean): OutcomeRecord {
  const candidates = [record, ...CUTS.map((cut) => truncate(cut, record))];
  return candidates.find(fits) ?? candidates.at(-1) ?? record;
}

function truncate({ longest, withCalls }: (typeof CUTS)[number], record: OutcomeRecord): OutcomeRecord {
  const { restore, ...others } = record;
  const kept = withCalls ? record : { ...others, plan: { ...record.plan, steps: [] }, applied: [] };
  const calls = ['plan.steps', 'applied', ...(restore ? ['restore'] : [])];
  return {
    ...shorten(kept, longest),
    cut: [`texts longer than ${longest} characters`, ...(withCalls ? [] : calls)],
  };
}

/**
 * A copy in which no text is longer as JSON. Shortened texts also lose the characters that JSON
 * escapes, because each layer of JSON would escape them again.
 */
function shorten<T>(value: T, longest: number): T;
function shorten(value: unknown, longest: number): unknown {
  if (typeof value === 'string') {
    const written = JSON.stringify(value).length - '""'.length;
    return written > longest ? `${value.slice(0, longest - 1).replaceAll(/[\p{C}"\\]/gu, '')}…` : value;
  }
  if (Array.isArray(value)) return value.map((entry) => shorten(entry, longest));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, shorten(entry, longest)]));
}
