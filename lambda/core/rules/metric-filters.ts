import { filterName, lackingFilters } from '../integration/cis-filters.ts';
import { HEALTHY, judgeFact, type Rule, violated } from './verdicts.ts';

/** A log group that trailmend created has every metric filter, unchanged. */
export const metricFilters: Rule = (facts) =>
  judgeFact(facts.metricFilters, 'DescribeMetricFilters', (filters) => {
    const lacking = lackingFilters(filters);
    return lacking.length === 0
      ? HEALTHY
      : violated('DescribeMetricFilters', `missing or changed: ${lacking.map(filterName).join(', ')}`);
  });
