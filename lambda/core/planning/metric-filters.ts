import { lackingFilters, MONITORING_FILTERS, type MonitoringFilter } from '../integration/cis-filters.ts';
import { NOT_ASKED } from '../model/fact.ts';
import { namedGroup, type TrailFacts } from '../model/facts.ts';
import { EMPTY_PLAN, type Plan, refuseAll, unreadFact } from '../model/plan.ts';
import type { Settings } from '../model/settings.ts';
import type { Operation, Step } from '../model/step.ts';
import type { GroupTarget } from './log-group-target.ts';

/**
 * Puts the metric filters into the log group of the trail, if trailmend created or creates it.
 * @param target the selected group; absent when the trail keeps its own
 */
export function filterPlan(facts: TrailFacts, target: GroupTarget | undefined, { metricFilters }: Settings): Plan {
  if (metricFilters === 'none' || target?.kind === 'accepted') return EMPTY_PLAN;
  if (target?.kind === 'new') return putFilters(target.name, MONITORING_FILTERS, ['CreateLogGroup']);
  const existing = target?.kind === 'ours' ? target.metricFilters : facts.metricFilters;
  if (existing === NOT_ASKED) return EMPTY_PLAN;
  if (!existing.read) {
    return refuseAll([{ rule: 'metric-filters' }], unreadFact(`DescribeMetricFilters: ${existing.why}`));
  }
  const name = (target ?? namedGroup(facts))?.name;
  if (name === undefined) return EMPTY_PLAN;
  return putFilters(name, lackingFilters(existing.value), []);
}

/** PutMetricFilter replaces an existing filter of the name (CloudWatch Logs API reference). */
function putFilters(logGroupName: string, filters: readonly MonitoringFilter[], needs: readonly Operation[]): Plan {
  const steps = filters.map(({ name, pattern, metric, namespace, value }): Step => {
    const transformation = { metricName: metric, metricNamespace: namespace, metricValue: value };
    return {
      operation: 'PutMetricFilter',
      input: { logGroupName, filterName: name, filterPattern: pattern, metricTransformations: [transformation] },
      needs,
      repairs: ['metric-filters'],
    };
  });
  return { steps, refused: [] };
}
