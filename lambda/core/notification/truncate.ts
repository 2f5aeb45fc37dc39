import type { OutcomeRecord } from '../model/outcome.ts';

/** What a record loses, from the least to the most, until it fits: the ends of long texts, counted in characters, and the calls. */
const CUTS = [
  { longest: 1000, withCalls: true },
  { longest: 200, withCalls: false },
] as const;

/**
 * The record whole where it fits, else the fullest cut of it that does, which names in `cut` what it lost. The barest is a few dozen
 * kilobytes at most, whatever AWS told: it is the answer where nothing fits.
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
 * A copy in which no text is longer as JSON writes it. Those that were lose what JSON would write several times as long, in each
 * layer anew.
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
