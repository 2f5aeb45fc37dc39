import { NOT_ASKED } from '../model/fact.ts';
import { type Rule, undecided } from './verdicts.ts';
import { weakened } from './weakened.ts';

/** The log group has the accepted filters, unchanged. An unread one may be missing. */
export const groupFiltersRemoved: Rule = (facts, settings, history) => {
  const verdict = weakened('group-filters-removed')(facts, settings, history);
  if (verdict.verdict !== 'healthy' || !history.posture?.group) return verdict;
  const { metric, subscription } = facts.groupFilters;
  if (metric !== NOT_ASKED && !metric.read) return undecided('DescribeMetricFilters', metric.why);
  if (subscription !== NOT_ASKED && !subscription.read)
    return undecided('DescribeSubscriptionFilters', subscription.why);
  return verdict;
};
