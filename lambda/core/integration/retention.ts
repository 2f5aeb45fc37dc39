import type { LogGroup } from '../model/facts.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** What is to be said of how long a group keeps events. */
export type RetentionGap = 'short' | 'unset';

/**
 * How the retention of a group of ours falls behind what the stack asks for. A longer one is kept; where there is none, events
 * never expire, so one is missing only while the group is too young for it to reach any event.
 * @param now ISO 8601
 */
export function retentionGap(
  { retentionDays, createdMs }: Pick<LogGroup, 'retentionDays' | 'createdMs'>,
  wantedDays: number,
  now: string,
): RetentionGap | undefined {
  if (retentionDays !== undefined) return retentionDays < wantedDays ? 'short' : undefined;
  const isYoung = createdMs !== undefined && Date.parse(now) - createdMs < wantedDays * DAY_MS;
  return isYoung ? 'unset' : undefined;
}
