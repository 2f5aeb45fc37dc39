export const DAY_MS: number = 24 * 60 * 60 * 1000;

/** Whether a time is at least this many milliseconds ago. Times are ISO 8601. */
export function isOlder(time: string, now: string, ms: number): boolean {
  return Date.parse(now) - Date.parse(time) >= ms;
}
