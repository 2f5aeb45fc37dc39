import {
  filterName,
  lackingFilters,
  METRIC_NAMESPACE,
  METRIC_VALUE,
  MONITORING_FILTERS,
  type MonitoringFilter,
} from '../integration/cis-filters.ts';
import { NOT_ASKED, type TrailFacts } from '../model/facts.ts';
import { EMPTY_PLAN, type Plan, unreadFact } from '../model/plan.ts';
import type { Settings } from '../model/settings.ts';
import type { Operation, Step } from '../model/step.ts';
import { parseLogGroupArn } from '../model/trail-id.ts';
import type { GroupTarget } from './targets.ts';

/**
 * Puts the monitoring filters into the group that the trail is to deliver to, where trailmend created or creates that group.
 * @param target the group that the integration selected; absent when the trail keeps its own
 */
export function filterPlan(facts: TrailFacts, target: GroupTarget | undefined, { metricFilters }: Settings): Plan {
  if (metricFilters === 'none' || target?.kind === 'accepted') return EMPTY_PLAN;
  if (target?.kind === 'new') return putFilters(target.name, MONITORING_FILTERS, ['CreateLogGroup']);
  const existing = target?.kind === 'ours' ? target.metricFilters : facts.metricFilters;
  if (existing === NOT_ASKED) return EMPTY_PLAN;
  if (!existing.read) {
    const cause = unreadFact(`DescribeMetricFilters could not be read: ${existing.why}`);
    return { steps: [], refused: [{ rule: 'metric-filters', ...cause }] };
  }
  const name = target?.name ?? (facts.trail.read ? parseLogGroupArn(facts.trail.value.logGroupArn)?.name : undefined);
  if (name === undefined) return EMPTY_PLAN;
  return putFilters(name, lackingFilters(existing.value), []);
}

/** One call for each filter; an existing filter of the name is replaced (CloudWatch Logs API reference, PutMetricFilter). */
function putFilters(logGroupName: string, filters: readonly MonitoringFilter[], needs: readonly Operation[]): Plan {
  const steps = filters.map((filter): Step => {
    const transformation = {
      metricName: filter.metric,
      metricNamespace: METRIC_NAMESPACE,
      metricValue: METRIC_VALUE,
    };
    return {
      operation: 'PutMetricFilter',
      input: {
        logGroupName,
        filterName: filterName(filter),
        filterPattern: filter.pattern,
        metricTransformations: [transformation],
      },
      needs,
      repairs: ['metric-filters'],
    };
  });
  return { steps, refused: [] };
}
