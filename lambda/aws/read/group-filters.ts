import {
  paginateDescribeMetricFilters,
  paginateDescribeSubscriptionFilters,
  type MetricFilter as SdkMetricFilter,
  type SubscriptionFilter as SdkSubscriptionFilter,
} from '@aws-sdk/client-cloudwatch-logs';
import { type Fact, NOT_ASKED } from '../../core/model/fact.ts';
import type { TrailFacts } from '../../core/model/facts.ts';
import type { GroupFilters, MetricFilter, SubscriptionFilter } from '../../core/model/log-group.ts';
import type { Trail } from '../../core/model/trail.ts';
import { groupBeside, type TrailId } from '../../core/model/trail-id.ts';
import type { Clients } from '../clients.ts';
import { readPages } from './fact.ts';

/** A trail of another account has its log group there. */
export const NO_FILTERS: GroupFilters = { metric: NOT_ASKED, subscription: NOT_ASKED };

/**
 * Reads all filters of the trail's log group, beside the log group itself. Log groups of other
 * classes than STANDARD take none, and CloudWatch Logs refuses to list them.
 */
export async function readGroupFilters(
  clients: Clients,
  id: TrailId,
  trail: Fact<Trail>,
  current: Promise<TrailFacts['currentGroup']>,
): Promise<GroupFilters> {
  const named = trail.read ? groupBeside(id, trail.value.logGroupArn) : undefined;
  if (!named) return NO_FILTERS;
  const [metric, subscription, group] = await Promise.all([
    readMetricFilters(clients, id.region, named.name),
    readSubscriptionFilters(clients, id.region, named.name),
    current,
  ]);
  const takesNone = group.read && (typeof group.value === 'string' || group.value.class !== 'STANDARD');
  return takesNone ? NO_FILTERS : { metric, subscription };
}

/** @param filterNamePrefix only filters whose names begin with it */
export function readMetricFilters(
  clients: Clients,
  region: string,
  logGroupName: string,
  filterNamePrefix?: string,
): Promise<Fact<readonly MetricFilter[]>> {
  const input = { logGroupName, ...(filterNamePrefix !== undefined && { filterNamePrefix }) };
  const pages = () => paginateDescribeMetricFilters({ client: clients.logs(region) }, input);
  return readPages('DescribeMetricFilters', pages, ({ metricFilters = [] }) => metricFilters.map(metricFilterFrom));
}

function readSubscriptionFilters(
  clients: Clients,
  region: string,
  logGroupName: string,
): Promise<Fact<readonly SubscriptionFilter[]>> {
  const pages = () => paginateDescribeSubscriptionFilters({ client: clients.logs(region) }, { logGroupName });
  return readPages('DescribeSubscriptionFilters', pages, ({ subscriptionFilters = [] }) =>
    subscriptionFilters.map(subscriptionFilterFrom),
  );
}

/** A filter has exactly one transformation (CloudWatch Logs API reference, PutMetricFilter). */
function metricFilterFrom({
  filterName = '',
  filterPattern = '',
  metricTransformations: [transformation] = [],
  applyOnTransformedLogs = false,
  fieldSelectionCriteria = '',
  emitSystemFieldDimensions = [],
}: SdkMetricFilter): MetricFilter {
  const dimensions = [...Object.keys(transformation?.dimensions ?? {}), ...emitSystemFieldDimensions];
  return {
    name: filterName,
    pattern: filterPattern,
    metric: transformation?.metricName ?? '',
    namespace: transformation?.metricNamespace ?? '',
    value: transformation?.metricValue ?? '',
    isNarrowed: applyOnTransformedLogs || fieldSelectionCriteria !== '' || dimensions.length > 0,
  };
}

function subscriptionFilterFrom({
  filterName = '',
  filterPattern = '',
  destinationArn = '',
}: SdkSubscriptionFilter): SubscriptionFilter {
  return { name: filterName, pattern: filterPattern, destinationArn };
}
