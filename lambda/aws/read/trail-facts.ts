import { type DeliveryFacts, isRoleProven } from '../../core/integration/delivery-health.ts';
import type { EventSelectors } from '../../core/model/event-selectors.ts';
import { type Fact, NOT_ASKED } from '../../core/model/fact.ts';
import type { History, TrailFacts } from '../../core/model/facts.ts';
import type { Settings } from '../../core/model/settings.ts';
import type { Operation } from '../../core/model/step.ts';
import type { Trail } from '../../core/model/trail.ts';
import type { TrailId } from '../../core/model/trail-id.ts';
import type { Clients } from '../clients.ts';
import { readCurrentGroup, readCurrentRole } from './current-target.ts';
import { readEventSelectors } from './event-selectors.ts';
import { unread } from './fact.ts';
import { NO_FILTERS, readGroupFilters } from './group-filters.ts';
import { readGroupStreams } from './group-streams.ts';
import { readCurrentFilters } from './metric-filters.ts';
import { readCurrentOwnRole } from './own-role.ts';
import { readTrail, readTrailStatus, readTrailTags } from './resources.ts';
import { readRoleSimulation } from './role-simulation.ts';

/**
 * Reads whether a trail needs a repair, in two round trips: the trail, then what it names.
 * @param listed the trail, if DescribeTrails just listed it. A proven role is then not read
 */
export async function readTrailFacts(
  clients: Clients,
  settings: Settings,
  id: TrailId,
  now: string,
  { change, isNewGroup }: History,
  listed?: Trail,
): Promise<TrailFacts> {
  const [existence, status] = await Promise.all([
    readExistence(clients, settings, id, listed),
    readTrailStatus(clients, id),
  ]);
  const isOwn = id.account === settings.account;
  const { trail } = existence;
  const delivery: DeliveryFacts = { now, trail, status };
  const isProven = isRoleProven(delivery, change);
  const currentGroup = readCurrentGroup(clients, id, settings, trail, { now, asksOwner: listed !== undefined });
  const isGroupAsked = isOwn && !(isNewGroup && settings.metricFilters === 'none');
  const { groupFilters, groupStreams } = readGroupContents(clients, id, trail, currentGroup, isGroupAsked);
  const ownRole = readCurrentOwnRole(clients, id, trail);
  const [eventSelectors, metricFilters, currentRole, simulation] = await Promise.all([
    trail.read && !isOwn ? NOT_ASKED : readSelectors(clients, id, trail),
    currentGroup.then((group) => readCurrentFilters(clients, id, group, settings, groupFilters)),
    listed && isProven ? NOT_ASKED : readEitherRole(ownRole, clients, trail),
    isProven ? NOT_ASKED : readRoleSimulation(clients, settings, id, trail),
  ]);
  return {
    ...delivery,
    ...existence,
    id,
    eventSelectors,
    currentGroup: await currentGroup,
    groupFilters: await groupFilters,
    groupStreams: await groupStreams,
    metricFilters,
    currentRole,
    ownRole: await ownRole,
    simulation: isMissingRole(currentRole) ? NOT_ASKED : simulation,
  };
}

/** What a log group can lose. The next look asks for what a new one then has. */
function readGroupContents(
  clients: Clients,
  id: TrailId,
  trail: Fact<Trail>,
  group: Promise<TrailFacts['currentGroup']>,
  isAsked: boolean,
) {
  return {
    groupFilters: isAsked ? readGroupFilters(clients, id, trail, group) : Promise.resolve(NO_FILTERS),
    groupStreams: isAsked ? readGroupStreams(clients, id, trail, group) : Promise.resolve(NOT_ASKED),
  };
}

/** Default selectors are known without a call. */
function readSelectors(clients: Clients, id: TrailId, trail: Fact<Trail>): Promise<Fact<EventSelectors>> {
  return trail.read ? readEventSelectors(clients, id, trail.value) : Promise.resolve(trail);
}

function isMissingRole(role: TrailFacts['currentRole']): boolean {
  return role !== NOT_ASKED && role.read && typeof role.value === 'string';
}

/** The role of the trail, read as trailmend's own or, if it is not one, as another's. */
async function readEitherRole(
  ownRole: Promise<TrailFacts['ownRole']>,
  clients: Clients,
  trail: Fact<Trail>,
): Promise<TrailFacts['currentRole']> {
  const role = await ownRole;
  return role === NOT_ASKED ? readCurrentRole(clients, trail) : role;
}

/**
 * Reads again, in one round trip, what the owner may have changed since a call was planned: the
 * trail and its tags, and for StartLogging whether it logs.
 */
export async function rereadTrailFacts(
  clients: Clients,
  settings: Settings,
  seen: TrailFacts,
  now: string,
  planned: Operation,
): Promise<TrailFacts> {
  const { id } = seen;
  const [existence, status] = await Promise.all([
    readExistence(clients, settings, id),
    planned === 'StartLogging' ? readTrailStatus(clients, id) : seen.status,
  ]);
  return { ...seen, ...existence, now, status };
}

/** Reads the trail, unless it is listed, and its tags, which only its own account can list. */
async function readExistence(
  clients: Clients,
  { account }: Settings,
  id: TrailId,
  listed?: Trail,
): Promise<Pick<TrailFacts, 'gone' | 'trail' | 'tags'>> {
  const [found, tags] = await Promise.all([
    listed ? { read: true as const, value: listed } : readTrail(clients, id),
    id.account === account ? readTrailTags(clients, id) : NOT_ASKED,
  ]);
  const gone = found === 'gone';
  return { gone, trail: gone ? unread('the trail does not exist') : found, tags };
}
