import type { Ledger } from './aws/ledger.ts';

/** What a sweep had no time for, so that the next one begins there. */
export interface Cursor {
  /** Regions whose trails it did not list. */
  readonly regions: readonly string[];
  /** ARNs of trails that it did not look at, or that it saw broken and did not repair. */
  readonly trails: readonly string[];
}

/** Nothing was left: what a sweep begins with whose ledger could not be read, too. */
export const NOTHING_LEFT: Cursor = { regions: [], trails: [] };

/** What the last sweep left undone. A sweep without memory begins anywhere. */
export async function leftBefore(ledger: Ledger): Promise<Cursor> {
  const kept = await ledger.recallCursor();
  return kept.read && kept.value ? cursorFrom(kept.value.next) : NOTHING_LEFT;
}

/** Leaves for the next sweep what this one did not come to; nothing when it came to its end. */
export async function leave({ regions, trails }: Cursor, ledger: Ledger, since: string): Promise<void> {
  const next = JSON.stringify([...regions, ...trails]);
  // A ledger that cannot be written costs the next sweep its order, and nothing else.
  await ledger.rememberCursor(regions.length + trails.length === 0 ? undefined : { next, since });
}

/** Regions and ARNs in one list. What is neither, or no list at all, is forgotten. */
function cursorFrom(next: string): Cursor {
  let entries: unknown;
  try {
    entries = JSON.parse(next);
  } catch {
    // Not what a sweep of this version writes: it begins anywhere.
    return NOTHING_LEFT;
  }
  const left = Array.isArray(entries) ? entries.filter((entry) => typeof entry === 'string') : [];
  const isArn = (entry: string): boolean => entry.startsWith('arn:');
  return { regions: left.filter((entry) => !isArn(entry)), trails: left.filter(isArn) };
}
