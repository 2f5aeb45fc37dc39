import { isUndelivered } from '../integration/delivery-health.ts';
import { advised, judgeFact, judgeGroup, type Rule } from './verdicts.ts';

/** What a class lacks, if the reader needs to know more than that it has fewer features. */
const LIMITS: ReadonlyMap<string, string> = new Map([['DELIVERY', 'which keeps events for one day only']]);

/**
 * The log group is of the class STANDARD, which has all features. A log group of another class is
 * advice while nothing shows that AWS does not deliver to it, unless trailmend has to put metric
 * filters into the trail's log group. Classes that are unknown today are treated alike.
 * Source: CloudWatch Logs API reference, CreateLogGroup; CloudWatch Logs user guide, "Log classes".
 */
export const logGroupClass: Rule = (facts, { metricFilters }, { change }) =>
  judgeGroup(facts, (group) => {
    if (group.class === 'STANDARD') return undefined;
    const saw = `the log group ${group.name} is of class ${group.class}`;
    if (metricFilters !== 'none') return `${saw}, which takes no metric filters; MetricFilters is "${metricFilters}"`;
    return judgeFact(facts.status, 'GetTrailStatus', (status) =>
      isUndelivered(status, change)
        ? `${saw}, and AWS does not deliver to it`
        : advised(
            'DescribeLogGroups',
            `${saw}, ${LIMITS.get(group.class) ?? 'which has fewer features than STANDARD'}`,
          ),
    );
  });
