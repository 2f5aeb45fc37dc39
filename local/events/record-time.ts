/** A time as records and events have it: ISO 8601 in UTC, whole seconds. */
export function recordTime(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}
