import { isUsableRole, nextRoleName } from '../../core/integration/delivery-role.ts';
import { logGroupNames } from '../../core/integration/names.ts';
import { type Fact, mapFact } from '../../core/model/fact.ts';
import type { RepairFacts, TrailFacts } from '../../core/model/facts.ts';
import { type CandidateGroup, isUsableLogGroup, type LogGroup } from '../../core/model/log-group.ts';
import type { CandidateRole } from '../../core/model/role.ts';
import type { Settings } from '../../core/model/settings.ts';
import { groupBeside, type TrailId } from '../../core/model/trail-id.ts';
import type { Clients } from '../clients.ts';
import { readOwnFilters } from './metric-filters.ts';
import { readOrganizationIdFor } from './organization.ts';
import { readOwnRole } from './own-role.ts';
import { readLogGroups, readLogGroupTags } from './resources.ts';

const NONE = { read: true, value: 'none' } as const;

/** The groups that were listed by a prefix. */
interface Listed {
  readonly prefix: string;
  readonly groups: Fact<readonly LogGroup[]>;
}

export async function readRepairFacts(
  clients: Clients,
  settings: Settings,
  facts: TrailFacts,
  acceptedGroupArn: string | undefined,
): Promise<RepairFacts> {
  const { id, trail } = facts;
  const [prefix] = logGroupNames(id, settings.logGroupPrefix);
  const listing = readLogGroups(clients, id.region, prefix);
  const [candidateGroups, acceptedGroup, candidateRoles, organizationId] = await Promise.all([
    listing.then((groups) => readCandidateGroups(clients, id, settings, groups)),
    listing.then((groups) => readAcceptedGroup(clients, facts, { prefix, groups }, acceptedGroupArn)),
    readCandidateRoles(clients, id, settings),
    readOrganizationIdFor(clients, trail, settings),
  ]);
  return { acceptedGroup, candidateGroups, candidateRoles, organizationId };
}

/** Reads the group of the accepted target, if the trail needs another group and can use it. */
async function readAcceptedGroup(
  clients: Clients,
  { id, trail, currentGroup }: TrailFacts,
  { prefix, groups }: Listed,
  acceptedGroupArn = '',
): Promise<RepairFacts['acceptedGroup']> {
  const accepted = groupBeside(id, acceptedGroupArn);
  if (!accepted || !currentGroup.read) return NONE;
  const named = trail.read ? groupBeside(id, trail.value.logGroupArn)?.name : undefined;
  if (accepted.name === named && isUsableLogGroup(currentGroup.value)) return NONE;
  // The trail often still names the deleted group.
  if (accepted.name === named) return mapFact(currentGroup, (group) => (typeof group === 'string' ? 'missing' : group));
  const listed = accepted.name.startsWith(prefix) ? groups : await readLogGroups(clients, id.region, accepted.name);
  return mapFact(listed, (found) => found.find(({ name }) => name === accepted.name) ?? 'missing');
}

async function readCandidateGroups(
  clients: Clients,
  id: TrailId,
  settings: Settings,
  groups: Fact<readonly LogGroup[]>,
): Promise<Fact<readonly CandidateGroup[]>> {
  if (!groups.read) return groups;
  const names: readonly string[] = logGroupNames(id, settings.logGroupPrefix);
  const candidates = groups.value.filter(({ name }) => names.includes(name));
  const value = await Promise.all(
    candidates.map(async (group) => {
      const tags = readLogGroupTags(clients, id, group.name);
      const metricFilters = readOwnFilters(clients, id, group, settings, () => tags);
      return { ...group, tags: await tags, metricFilters: await metricFilters };
    }),
  );
  return { read: true, value };
}

/** Reads the roles under trailmend's names, up to the first name that is usable or free. */
async function readCandidateRoles(
  clients: Clients,
  id: TrailId,
  settings: Settings,
): Promise<Fact<readonly CandidateRole[]>> {
  const found: CandidateRole[] = [];
  if (settings.deliveryRoleArn !== undefined) return { read: true, value: found };
  for (;;) {
    const name = nextRoleName(id, found.length);
    if (name === undefined) return { read: true, value: found };
    const role = await readOwnRole(clients, name);
    if (!role.read) return role;
    if (role.value === 'missing') return { read: true, value: found };
    found.push(role.value);
    if (isUsableRole(role.value, id, settings.deliveryRoleBoundaryArn)) return { read: true, value: found };
  }
}
