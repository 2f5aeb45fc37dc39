/** The time format of records and events: ISO 8601 in UTC, without milliseconds. */
export function recordTime(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}
