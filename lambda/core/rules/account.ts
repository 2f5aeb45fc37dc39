import type { AccountFinding, Verdict } from '../model/finding.ts';
import type { ListedTrail, RegionScan } from '../model/region-scan.ts';
import type { AccountRuleId } from '../model/rule-catalog.ts';
import { HEALTHY, violated } from './verdicts.ts';

/** Judges one rule about the account. @param unswept the Regions that the sweep was not to scan, in words */
type AccountRule = (regions: readonly RegionScan[], unswept: readonly string[]) => Verdict;

/** The rules about the account, in the order in which findings are reported. Their findings are reported and never repaired. */
export const ACCOUNT_RULES = {
  /** A trail of the account or of its organization records the account. */
  'no-trail': (regions, unswept) => covered(regions, unswept, () => true, 'trail'),
  /** A trail records every Region, future ones included. Every Region lists such a trail: the Regions that were scanned suffice. */
  'no-multi-region-trail': (regions) => covered(regions, [], ({ trail }) => trail.isMultiRegion, 'multi-Region trail'),
} as const satisfies Readonly<Record<AccountRuleId, AccountRule>>;

/**
 * Every rule about the account that is violated or undecided, with the evidence.
 * @param isLimited the sweep scanned only the Regions of the parameter: others may have trails of their own
 */
export function assessAccount(regions: readonly RegionScan[], isLimited = false): readonly AccountFinding[] {
  const unswept = isLimited ? ['the Regions that the parameter Regions leaves out'] : [];
  return Object.entries(ACCOUNT_RULES).flatMap(([rule, judge]) => {
    const verdict = judge(regions, unswept);
    return verdict.verdict === 'healthy' ? [] : [{ rule: rule as AccountRuleId, ...verdict }];
  });
}

/**
 * One listed trail is enough. Its absence is known only when every Region was listed, apart from those that a service control
 * policy closes: nothing happens there that a trail would have to record.
 */
function covered(
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
  const saw = `no ${what} among the Regions that could be read (${named}); not read: ${missing.join(', ') || 'any'}`;
  return { verdict: 'undecided', evidence: { source: 'DescribeTrails', saw } };
}
