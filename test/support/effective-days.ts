import type { AccountGroup } from './aws/account.ts';

/**
 * The number of days for which a log group keeps events, for a comparison of before and after. A
 * group without a retention keeps them forever. A group that is minutes old counts as 0, because a
 * first retention deletes nothing in it.
 */
export function effectiveDays({ retentionDays, createdMs = 0 }: AccountGroup): number {
  if (retentionDays !== undefined) return retentionDays;
  return createdMs > Date.parse('2026-11-20T00:00:00Z') ? 0 : Number.POSITIVE_INFINITY;
}
