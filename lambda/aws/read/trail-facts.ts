import type { Observe } from '../../app/ports.ts';
import { DELIVERY_POLICY_NAME, isUsableRole, nextRoleName } from '../../core/integration/delivery-role.ts';
import { logGroupNames } from '../../core/integration/names.ts';
import type { CandidateGroup, CandidateRole, Fact, LogGroup, Trail, TrailFacts } from '../../core/model/facts.ts';
import { isDeliveryHealthy } from '../../core/model/finding.ts';
import type { Settings } from '../../core/model/settings.ts';
import { groupBeside, type TrailId } from '../../core/model/trail-id.ts';
import { assess } from '../../core/rules/assess.ts';
import type { Clients } from '../clients.ts';
import { currentGroupOf, currentRoleOf } from './current-target.ts';
import { readEventSelectors } from './event-selectors.ts';
import { unread } from './fact.ts';
import { currentFilters, readOurFilters } from './metric-filters.ts';
import { askerFor } from './organization.ts';
import { formerGroupOf } from './previous-log-group.ts';
import {
  readLogGroups,
  readLogGroupTags,
  readRole,
  readRolePolicy,
  readTrail,
  readTrailStatus,
  readTrailTags,
} from './resources.ts';
import { simulationOf } from './role-simulation.ts';

/** What only the account asks that the trail belongs to. */
const OTHERS = unread('it is that of another account');
const NOTHING_KNOWN = Promise.resolve(undefined);
const NOT_NEEDED = { read: true, value: 'not-needed' } as const;

/**
 * The observer of a function. The names that trailmend would choose follow from the trail's ARN, so those reads go out with
 * the first ones: a trail that trailmend integrated is judged after one round trip.
 */
export function observer(clients: Clients, settings: Settings): Observe {
  return async (id, now, change, formerArn = NOTHING_KNOWN) => {
    const [ourGroup] = logGroupNames(id, settings.logGroupPrefix);
    const isOurs = id.account === settings.account;
    const [found, tags, status, groups, candidateRoles] = await Promise.all([
      readTrail(clients, id),
      isOurs ? readTrailTags(clients, id) : OTHERS,
      readTrailStatus(clients, id),
      readLogGroups(clients, id.region, ourGroup),
      readCandidateRoles(clients, id, settings),
    ]);
    const gone = found === 'gone';
    const trail: Fact<Trail> = gone ? unread('AWS knows no such trail') : found;
    const known = { now, trail, status, ...(change && { change }) };
    const listed = { prefix: ourGroup, groups };
    const named = trail.read ? groupBeside(id, trail.value.logGroupArn)?.name : undefined;
    const askOrganization = isOurs ? askerFor(clients, trail, settings) : undefined;
    const naming = currentGroupOf(clients, id, settings, trail, now, listed);
    const [eventSelectors, currentGroup, metricFilters, formerGroup, currentRole, simulation] = await Promise.all([
      isOurs && trail.read ? readEventSelectors(clients, id, trail.value) : trail.read ? OTHERS : trail,
      naming,
      naming.then((group) => currentFilters(clients, id, group, settings)),
      naming.then((group) => formerGroupOf(clients, id, { named, current: group }, listed, formerArn)),
      currentRoleOf(clients, trail, candidateRoles),
      isOurs ? simulationOf(clients, id, known, askOrganization) : NOT_NEEDED,
    ]);
    const facts: TrailFacts = {
      ...known,
      id,
      gone,
      tags,
      eventSelectors,
      currentGroup,
      formerGroup,
      metricFilters,
      currentRole,
      simulation: currentRole.read && currentRole.value === 'missing' ? NOT_NEEDED : simulation,
      organizationId: unread('nothing asked for it: no organization trail is to be repaired'),
      candidateGroups: unread('nothing asked for it: the trail needs no other log group'),
      candidateRoles,
    };
    if (isDeliveryHealthy(assess(facts, settings))) return facts;
    const [candidateGroups, organizationId] = await Promise.all([
      readCandidateGroups(clients, id, settings, groups),
      askOrganization?.() ?? facts.organizationId,
    ]);
    return { ...facts, candidateGroups, organizationId };
  };
}

async function readCandidateGroups(
  clients: Clients,
  id: TrailId,
  settings: Settings,
  groups: Fact<readonly LogGroup[]>,
): Promise<Fact<readonly CandidateGroup[]>> {
  if (!groups.read) return groups;
  const names: readonly string[] = logGroupNames(id, settings.logGroupPrefix);
  const ours = groups.value.filter(({ name }) => names.includes(name));
  const value = await Promise.all(
    ours.map(async (group) => {
      const tags = readLogGroupTags(clients, id, group.name);
      const metricFilters = readOurFilters(clients, id, group, settings, () => tags);
      return { ...group, tags: await tags, metricFilters: await metricFilters };
    }),
  );
  return { read: true, value };
}

/** The roles under our names, generation after generation, up to the first that is usable or free. */
async function readCandidateRoles(
  clients: Clients,
  id: TrailId,
  settings: Settings,
): Promise<Fact<readonly CandidateRole[]>> {
  const found: CandidateRole[] = [];
  for (;;) {
    const name = nextRoleName(id, found.length);
    if (name === undefined) return { read: true, value: found };
    const [role, deliveryPolicy] = await Promise.all([
      readRole(clients, name),
      readRolePolicy(clients, name, DELIVERY_POLICY_NAME),
    ]);
    if (!role.read) return role;
    if (role.value === 'missing') return { read: true, value: found };
    const candidate = { ...role.value, deliveryPolicy };
    found.push(candidate);
    if (isUsableRole(candidate, id, settings.deliveryRoleBoundaryArn)) return { read: true, value: found };
  }
}
