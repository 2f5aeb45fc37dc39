/**
 * An event that a sweep put on the event bus of a Region, to see whether it reaches the function
 * like the events of trails. Times are ISO 8601 in UTC.
 */
export interface Probe {
  /** The hash of its id, so that readers of the ledger cannot forge its arrival. */
  readonly hash: string;
  /** When EventBridge accepted it. Absent: it did not, or it is the Region's first probe. */
  readonly sent?: string;
  readonly arrived?: string;
}

/** What a sweep saves about the probe of a Region. Null removes. */
export type ProbeChanges = { readonly [K in keyof Probe]?: Probe[K] | null };

/** Removes the probe of a Region. */
export const NO_PROBE: ProbeChanges = { hash: null, sent: null, arrived: null };

/** Whether the function receives events from a Region, as the last probe shows. */
export type ProbeResult =
  | { readonly status: 'arrived' }
  | { readonly status: 'missed'; readonly sent: string }
  /** It is too early to say. */
  | { readonly status: 'pending' }
  /** There was no probe. `why`: trailmend could not put one. */
  | { readonly status: 'untested'; readonly why?: string };

/**
 * A probe arrives within seconds. Retries of a sweep, and sweeps that overlap, find it before it
 * has this age, in milliseconds; two sweeps in a row are at least five minutes apart.
 */
const PROBE_MS = 3 * 60_000;

/** @param now ISO 8601, UTC */
export function probeResult(probe: Probe | undefined, now: string): ProbeResult {
  if (probe?.arrived !== undefined) return { status: 'arrived' };
  if (probe?.sent === undefined) return { status: 'untested' };
  const age = Date.parse(now) - Date.parse(probe.sent);
  // A time in the future is not trailmend's: such a probe must not stay pending.
  if (!(age >= 0)) return { status: 'untested' };
  return age < PROBE_MS ? { status: 'pending' } : { status: 'missed', sent: probe.sent };
}
