import type { AccountFinding, Verdict } from '../model/finding.ts';
import type { ListedTrail, RegionScan } from '../model/region-scan.ts';
import type { AccountRuleId } from '../model/rule-catalog.ts';
import { HEALTHY, violated } from './verdicts.ts';

/** One rule about the account: what a sweep saw in, one verdict out. @param unswept regions that it was not to look at, in words */
type AccountRule = (regions: readonly RegionScan[], unswept: readonly string[]) => Verdict;

/** The rules about the account as a whole, in the order in which findings are reported. What they find is told and never repaired. */
export const ACCOUNT_RULES = {
  /** Some trail records the account: its own or its organization's. */
  'no-trail': (regions, unswept) => covered(regions, unswept, () => true, 'trail'),
  /** Some trail records every region, those of the future included. It is shown in every region: those that were swept suffice. */
  'no-multi-region-trail': (regions) => covered(regions, [], ({ trail }) => trail.isMultiRegion, 'multi-region trail'),
} as const satisfies Readonly<Record<AccountRuleId, AccountRule>>;

/**
 * Every rule about the account that a sweep saw broken or could not decide, with the evidence.
 * @param isLimited the sweep was of some regions alone: others may hold trails of their own
 */
export function assessAccount(regions: readonly RegionScan[], isLimited = false): readonly AccountFinding[] {
  const unswept = isLimited ? ['the regions that the parameter Regions leaves out'] : [];
  return Object.entries(ACCOUNT_RULES).flatMap(([rule, judge]) => {
    const verdict = judge(regions, unswept);
    return verdict.verdict === 'healthy' ? [] : [{ rule: rule as AccountRuleId, ...verdict }];
  });
}

/**
 * A trail that is seen settles it, wherever it was. That there is none is known only when every region told: but for those
 * that the organization closes, where nothing can happen that a trail would have to record.
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
    return violated('DescribeTrails', `no ${what} in any region: ${named}`);
  const saw = `no ${what} among the regions that could be read (${named}); not read: ${missing.join(', ') || 'any'}`;
  return { verdict: 'undecided', evidence: { source: 'DescribeTrails', saw } };
}
