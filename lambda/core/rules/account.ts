import type { AccountFinding, Verdict } from '../model/finding.ts';
import { type AccountFacts, regionsWith, trailsIn } from '../model/region-scan.ts';
import type { AccountRuleId } from '../model/rule-catalog.ts';
import { judgeCoverage, judgeRegions } from './coverage.ts';
import { HEALTHY, violated } from './verdicts.ts';

type AccountRule = (facts: AccountFacts) => Verdict;

/** In the order in which trailmend reports findings. It repairs none of them. */
export const ACCOUNT_RULES = {
  /** A trail of the account or its organization records the account. */
  'no-trail': (facts) => judgeCoverage(facts, 'trail', () => true),
  /** Where trails record only some Regions, a trail records each of them. */
  'region-not-recorded': judgeRegions,
  /** A trail records every Region, future ones included. Every Region lists such a trail. */
  'no-multi-region-trail': (facts) =>
    judgeCoverage({ ...facts, isLimited: false }, 'multi-Region trail', ({ trail }) => trail.isMultiRegion),
  /** The home Region of each trail is open, so that trailmend judges the trail. */
  'trail-not-judged': judgeClosedHomes,
} as const satisfies Readonly<Record<AccountRuleId, AccountRule>>;

/** Every violated or undecided rule. */
export function assessAccount(facts: AccountFacts): readonly AccountFinding[] {
  return Object.entries(ACCOUNT_RULES).flatMap(([rule, judge]) => {
    const verdict = judge(facts);
    return verdict.verdict === 'healthy' ? [] : [{ rule: rule as AccountRuleId, ...verdict }];
  });
}

/** The other Regions list the replicas of a trail whose home Region is closed. */
function judgeClosedHomes({ account, scans }: AccountFacts): Verdict {
  const closed = regionsWith('closed', scans);
  const seen = trailsIn(scans);
  const unjudged = seen.filter(({ id, trail }) => id.account === account && closed.includes(trail.homeRegion));
  const arns = [...new Set(unjudged.map(({ id }) => id.arn))].toSorted();
  if (arns.length === 0) return HEALTHY;
  return violated(
    'DescribeTrails',
    `other Regions list ${arns.join(', ')}, whose home Region a service control policy closes`,
  );
}
