import type { AccountGroup } from './aws/account.ts';

/**
 * For how many days a group keeps events as it is, for comparing before and after. Without a retention that is for ever, but for a
 * group that is minutes old, which holds nothing that a first retention could reach.
 */
export function effectiveDays({ retentionDays, createdMs = 0 }: AccountGroup): number {
  if (retentionDays !== undefined) return retentionDays;
  return createdMs > Date.parse('2026-11-20T00:00:00Z') ? 0 : Number.POSITIVE_INFINITY;
}
