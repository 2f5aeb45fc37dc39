import type { AccountFinding, Verdict } from '../model/finding.ts';
import type { ListedTrail, RegionScan } from '../model/region-scan.ts';
import type { AccountRuleId } from '../model/rule-catalog.ts';
import { HEALTHY, violated } from './verdicts.ts';

/** Judges one rule. @param unswept the Regions that the sweep leaves out, in words */
type AccountRule = (regions: readonly RegionScan[], unswept: readonly string[]) => Verdict;

/** In the order in which trailmend reports findings. It repairs none of them. */
export const ACCOUNT_RULES = {
  /** A trail of the account or its organization records the account. */
  'no-trail': (regions, unswept) => judgeCoverage(regions, unswept, () => true, 'trail'),
  /** A trail records every Region, future ones included. Every Region lists such a trail. */
  'no-multi-region-trail': (regions) =>
    judgeCoverage(regions, [], ({ trail }) => trail.isMultiRegion, 'multi-Region trail'),
} as const satisfies Readonly<Record<AccountRuleId, AccountRule>>;

/** Every violated or undecided rule. @param isLimited the parameter Regions limits the sweep */
export function assessAccount(regions: readonly RegionScan[], isLimited = false): readonly AccountFinding[] {
  const unswept = isLimited ? ['the Regions that the parameter Regions leaves out'] : [];
  return Object.entries(ACCOUNT_RULES).flatMap(([rule, judge]) => {
    const verdict = judge(regions, unswept);
    return verdict.verdict === 'healthy' ? [] : [{ rule: rule as AccountRuleId, ...verdict }];
  });
}

/**
 * One listed trail is enough. A trail is missing only when trailmend listed every Region, except
 * those that a service control policy closes: nothing happens there.
 */
function judgeCoverage(
  regions: readonly RegionScan[],
  unswept: readonly string[],
  covers: (trail: ListedTrail) => boolean,
  what: string,
): Verdict {
  const listed = regions.filter((region) => region.status === 'listed');
  if (listed.some(({ trails }) => trails.some(covers))) return HEALTHY;
  const unread = regions
    .filter(({ status }) => status === 'unread' || status === 'postponed')
    .map(({ region }) => region);
  const missing = [...unread, ...unswept];
  const named = listed.map(({ region }) => region).join(', ') || 'none';
  if (missing.length === 0 && listed.length > 0)
    return violated('DescribeTrails', `no ${what} in any Region: ${named}`);
  const saw = `no ${what} in the Regions that trailmend could read (${named}); not read: ${missing.join(', ') || 'any'}`;
  return { verdict: 'undecided', evidence: { source: 'DescribeTrails', saw } };
}
