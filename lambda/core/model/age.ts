export const HOUR_MS: number = 60 * 60 * 1000;
export const DAY_MS: number = 24 * HOUR_MS;
/** The largest difference between the clocks of two runs. */
export const CLOCK_SKEW_MS: number = 60 * 1000;

/** Whether a time is at least this many milliseconds ago. Times are ISO 8601. */
export function isOlder(time: string, now: string, ms: number): boolean {
  return Date.parse(now) - Date.parse(time) >= ms;
}

/**
 * Whether a time of the ledger is less than this many milliseconds ago. One later than any run can
 * have written is not: another principal wrote it.
 */
export function isRecent(time: string, now: string, ms: number): boolean {
  const age = Date.parse(now) - Date.parse(time);
  return age >= -CLOCK_SKEW_MS && age < ms;
}
