import { judgeFact, type Rule, worstOf } from './verdicts.ts';
import { weakened } from './weakened.ts';

/** The log group has the accepted filters, unchanged. An unread one may be missing. */
export const groupFiltersRemoved: Rule = (facts, settings, history) => {
  const verdict = weakened('group-filters-removed')(facts, settings, history);
  if (!history.posture?.group) return verdict;
  const { metric, subscription } = facts.groupFilters;
  return worstOf([
    verdict,
    judgeFact(metric, 'DescribeMetricFilters', () => undefined),
    judgeFact(subscription, 'DescribeSubscriptionFilters', () => undefined),
  ]);
};
