import type { Ledger } from '../ports.ts';

/** What a sweep had no time for, so that the next one begins there. */
export interface Cursor {
  /** Regions whose trails it did not list. */
  readonly regions: readonly string[];
  /** ARNs of trails that it did not look at, or that it saw broken and did not repair. */
  readonly trails: readonly string[];
}

/** What a sweep keeps for the next one. */
export interface Kept extends Cursor {
  /** Keys of what it told of regions and the account that is wrong there: that one tells when it is not any more. */
  readonly standing: readonly string[];
}

/** What a sweep begins with whose ledger could not be read, too. */
const NOTHING_KEPT: Kept = { regions: [], trails: [], standing: [] };

/** What the last sweep kept. A sweep without memory begins anywhere. */
export async function keptBefore(ledger: Ledger): Promise<Kept> {
  const kept = await ledger.recallCursor();
  return kept.read && kept.value ? keptIn(kept.value.next) : NOTHING_KEPT;
}

/** Keeps for the next sweep what this one did not come to, and what stands, where that is not what was kept before. */
export async function keep(
  { regions, trails, standing }: Kept,
  before: Kept,
  ledger: Ledger,
  since: string,
): Promise<void> {
  const entries = [...regions, ...trails, ...standing];
  const next = JSON.stringify(entries);
  if (next === JSON.stringify([...before.regions, ...before.trails, ...before.standing])) return;
  // A ledger that cannot be written costs the next sweep its order, and nothing else.
  await ledger.rememberCursor(entries.length === 0 ? undefined : { next, since });
}

/** Regions, ARNs, and the keys of what stands, which name no single trail, in one list. What is none of them, or no list at all, is forgotten. */
function keptIn(next: string): Kept {
  let entries: unknown;
  try {
    entries = JSON.parse(next);
  } catch {
    // Not what a sweep of this version writes: it begins anywhere.
    return NOTHING_KEPT;
  }
  const kept = Array.isArray(entries) ? entries.filter((entry) => typeof entry === 'string') : [];
  const isArn = (entry: string): boolean => entry.startsWith('arn:');
  const stands = (entry: string): boolean => entry.includes('*');
  return {
    regions: kept.filter((entry) => !isArn(entry)),
    trails: kept.filter((entry) => isArn(entry) && !stands(entry)),
    standing: kept.filter((entry) => isArn(entry) && stands(entry)),
  };
}
