import { lackingFilters } from '../integration/cis-filters.ts';
import { judgeFact, type Rule } from './verdicts.ts';

/** A log group that trailmend created has every metric filter, unchanged. */
export const metricFilters: Rule = (facts) =>
  judgeFact(facts.metricFilters, 'DescribeMetricFilters', (filters) => {
    const lacking = lackingFilters(filters).map(({ name }) => name);
    return lacking.length === 0 ? undefined : `missing or changed: ${lacking.join(', ')}`;
  });
