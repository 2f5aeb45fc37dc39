import { paginateDescribeMetricFilters, type MetricFilter as SdkFilter } from '@aws-sdk/client-cloudwatch-logs';
import { FILTER_PREFIX } from '../../core/integration/cis-filters.ts';
import { TRAIL_TAG } from '../../core/integration/names.ts';
import { type Fact, NOT_ASKED } from '../../core/model/fact.ts';
import type { TrailFacts } from '../../core/model/facts.ts';
import type { LogGroup, MetricFilter, OurMetricFilters, Tags } from '../../core/model/resources.ts';
import type { Settings } from '../../core/model/settings.ts';
import type { TrailId } from '../../core/model/trail-id.ts';
import type { Clients } from '../clients.ts';
import { readPages } from './fact.ts';
import { readLogGroupTags } from './resources.ts';

/** Reads the filters under trailmend's names in the trail's log group. */
export async function readCurrentFilters(
  clients: Clients,
  id: TrailId,
  current: TrailFacts['currentGroup'],
  settings: Settings,
): Promise<OurMetricFilters> {
  if (settings.metricFilters === 'none') return NOT_ASKED;
  if (!current.read) return current;
  const group = current.value;
  if (typeof group === 'string') return NOT_ASKED;
  return readOwnFilters(clients, id, group, settings, () => readLogGroupTags(clients, id, group.name));
}

/** Reads the filters under trailmend's names, if trailmend created the log group for this trail. */
export async function readOwnFilters(
  clients: Clients,
  id: TrailId,
  group: LogGroup,
  settings: Settings,
  askTags: () => Promise<Fact<Tags>>,
): Promise<OurMetricFilters> {
  const { metricFilters, logGroupPrefix } = settings;
  // trailmend creates no group without the prefix. Other classes take no filters.
  if (metricFilters === 'none' || group.class !== 'STANDARD' || !group.name.startsWith(logGroupPrefix)) {
    return NOT_ASKED;
  }
  const [tags, filters] = await Promise.all([askTags(), readFilters(clients, id.region, group.name)]);
  if (!tags.read) return tags;
  return tags.value[TRAIL_TAG] === id.arn ? filters : NOT_ASKED;
}

function readFilters(clients: Clients, region: string, logGroupName: string): Promise<OurMetricFilters> {
  const input = { logGroupName, filterNamePrefix: FILTER_PREFIX };
  const pages = () => paginateDescribeMetricFilters({ client: clients.logs(region) }, input);
  return readPages('DescribeMetricFilters', pages, ({ metricFilters = [] }) => metricFilters.map(filterFrom));
}

/** A filter has exactly one transformation (CloudWatch Logs API reference, PutMetricFilter). */
function filterFrom({
  filterName = '',
  filterPattern = '',
  metricTransformations: [transformation] = [],
  applyOnTransformedLogs = false,
  fieldSelectionCriteria = '',
  emitSystemFieldDimensions = [],
}: SdkFilter): MetricFilter {
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
