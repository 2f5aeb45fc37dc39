import { type DeliveryFacts, isRoleProven } from '../../core/integration/delivery-health.ts';
import { type Fact, type History, NOT_ASKED, type Trail, type TrailFacts } from '../../core/model/facts.ts';
import type { Settings } from '../../core/model/settings.ts';
import type { TrailId } from '../../core/model/trail-id.ts';
import type { Clients } from '../clients.ts';
import { readCurrentGroup, readCurrentRole } from './current-target.ts';
import { readEventSelectors } from './event-selectors.ts';
import { unread } from './fact.ts';
import { readCurrentFilters } from './metric-filters.ts';
import { readTrail, readTrailStatus, readTrailTags } from './resources.ts';
import { readRoleSimulation } from './role-simulation.ts';

/**
 * Reads what tells whether a trail needs a repair, in two round trips: the trail, then what it names.
 * @param listed the trail, where DescribeTrails has just listed it: then a role through which AWS delivered lately is not read
 */
export async function readTrailFacts(
  clients: Clients,
  settings: Settings,
  id: TrailId,
  now: string,
  { change }: History,
  listed?: Trail,
): Promise<TrailFacts> {
  const reading = listed ? { read: true as const, value: listed } : readTrail(clients, id);
  const [found, tags, status] = await Promise.all([reading, readTrailTags(clients, id), readTrailStatus(clients, id)]);
  const gone = found === 'gone';
  const trail: Fact<Trail> = gone ? unread('AWS does not know the trail') : found;
  const delivery: DeliveryFacts = { now, trail, status };
  const isProven = isRoleProven(delivery, change);
  const currentGroup = readCurrentGroup(clients, id, settings, trail, now);
  const [eventSelectors, metricFilters, currentRole, simulation] = await Promise.all([
    trail.read ? readEventSelectors(clients, id, trail.value) : trail,
    currentGroup.then((group) => readCurrentFilters(clients, id, group, settings)),
    listed && isProven ? NOT_ASKED : readCurrentRole(clients, trail),
    isProven ? NOT_ASKED : readRoleSimulation(clients, settings, id, trail),
  ]);
  const isMissing = currentRole !== NOT_ASKED && currentRole.read && typeof currentRole.value === 'string';
  return {
    ...delivery,
    id,
    gone,
    tags,
    eventSelectors,
    currentGroup: await currentGroup,
    metricFilters,
    currentRole,
    simulation: isMissing ? NOT_ASKED : simulation,
  };
}
