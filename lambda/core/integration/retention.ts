import type { LogGroup } from '../model/resources.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Why the retention of a log group is insufficient. */
export type RetentionGap = 'short' | 'unset';

/**
 * Why the retention of a log group is insufficient. Without a retention events never expire, so
 * `unset` applies only to a group that is younger than `wantedDays`.
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
