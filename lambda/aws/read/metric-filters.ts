import { FILTER_PREFIX } from '../../core/integration/cis-filters.ts';
import { TRAIL_TAG } from '../../core/integration/names.ts';
import { type Fact, mapFact, NOT_ASKED } from '../../core/model/fact.ts';
import type { TrailFacts } from '../../core/model/facts.ts';
import type { GroupFilters, LogGroup, OurMetricFilters } from '../../core/model/log-group.ts';
import type { Settings } from '../../core/model/settings.ts';
import type { Tags } from '../../core/model/tags.ts';
import type { TrailId } from '../../core/model/trail-id.ts';
import type { Clients } from '../clients.ts';
import { readMetricFilters } from './group-filters.ts';
import { readLogGroupTags } from './resources.ts';

/** Selects the filters under trailmend's names in the trail's log group. */
export async function readCurrentFilters(
  clients: Clients,
  id: TrailId,
  current: TrailFacts['currentGroup'],
  settings: Settings,
  askFilters: Promise<GroupFilters>,
): Promise<OurMetricFilters> {
  if (settings.metricFilters === 'none') return NOT_ASKED;
  if (!current.read) return current;
  const group = current.value;
  if (typeof group === 'string' || !takesFilters(group, settings)) return NOT_ASKED;
  const [tags, { metric }] = await Promise.all([readLogGroupTags(clients, id, group.name), askFilters]);
  return metric === NOT_ASKED ? NOT_ASKED : ifOurs(id, tags, metric);
}

/** Reads the filters under trailmend's names, if trailmend created the log group for this trail. */
export async function readOwnFilters(
  clients: Clients,
  id: TrailId,
  group: LogGroup,
  settings: Settings,
  askTags: () => Promise<Fact<Tags>>,
): Promise<OurMetricFilters> {
  if (!takesFilters(group, settings)) return NOT_ASKED;
  const [tags, filters] = await Promise.all([
    askTags(),
    readMetricFilters(clients, id.region, group.name, FILTER_PREFIX),
  ]);
  return ifOurs(id, tags, filters);
}

/** trailmend creates no group without the prefix. Other classes take no filters. */
function takesFilters(group: LogGroup, { metricFilters, logGroupPrefix }: Settings): boolean {
  return metricFilters === 'cis' && group.class === 'STANDARD' && group.name.startsWith(logGroupPrefix);
}

function ifOurs({ arn }: TrailId, tags: Fact<Tags>, filters: Exclude<OurMetricFilters, 'not-asked'>): OurMetricFilters {
  if (!tags.read) return tags;
  if (tags.value[TRAIL_TAG] !== arn) return NOT_ASKED;
  return mapFact(filters, (all) => all.filter(({ name }) => name.startsWith(FILTER_PREFIX)));
}
