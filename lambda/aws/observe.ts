import { logGroupArn, parseLogGroupArn, roleNameOf, type TrailId } from '../core/arn.ts';
import { assess, deliversByConfiguration } from '../core/assess.ts';
import { DELIVERY_POLICY_NAME, isUsableRole, nextRoleName } from '../core/delivery-role.ts';
import type { CandidateGroup, CandidateRole, Fact, LogGroup, Role, Trail, TrailFacts } from '../core/facts.ts';
import { logGroupNames } from '../core/names.ts';
import type { Settings } from '../core/settings.ts';
import type { Clients } from './clients.ts';
import {
  readLogGroups,
  readLogGroupTags,
  readRole,
  readRolePolicy,
  readTrail,
  readTrailStatus,
  readTrailTags,
} from './reads.ts';

/** Reads everything that a decision about one trail rests on. */
export type Observe = (id: TrailId, now: string) => Promise<TrailFacts>;

/**
 * The observer of a function. The names that trailmend would choose follow from the trail's ARN, so those reads go out with
 * the first ones: a trail that trailmend integrated is judged after one round trip.
 */
export function observer(clients: Clients, settings: Settings): Observe {
  return async (id, now) => {
    const [ourGroup] = logGroupNames(id, settings.logGroupPrefix);
    const [found, tags, status, groups, candidateRoles] = await Promise.all([
      readTrail(clients, id),
      id.account === settings.account ? readTrailTags(clients, id) : unread('they are those of another account'),
      readTrailStatus(clients, id),
      readLogGroups(clients, id.region, ourGroup),
      readCandidateRoles(clients, id, settings),
    ]);
    const gone = found === 'gone';
    const trail: Fact<Trail> = gone ? unread('AWS knows no such trail') : found;
    const [currentGroup, currentRole] = await Promise.all([
      currentGroupOf(clients, id, trail, { prefix: ourGroup, groups }),
      currentRoleOf(clients, trail, candidateRoles),
    ]);
    const facts: TrailFacts = {
      now,
      id,
      gone,
      trail,
      tags,
      status,
      currentGroup,
      currentRole,
      candidateGroups: unread('nothing asked for it: the trail needs no other log group'),
      candidateRoles,
    };
    if (deliversByConfiguration(assess(facts))) return facts;
    return { ...facts, candidateGroups: await readCandidateGroups(clients, id, settings, groups) };
  };
}

/** The group that the trail names. Only one in the trail's account and region can be looked up, and only there is it of use. */
async function currentGroupOf(
  clients: Clients,
  id: TrailId,
  trail: Fact<Trail>,
  known: { readonly prefix: string; readonly groups: Fact<readonly LogGroup[]> },
): Promise<TrailFacts['currentGroup']> {
  if (!trail.read) return trail;
  const named = parseLogGroupArn(trail.value.logGroupArn);
  if (!named || named.region !== id.region || named.account !== id.account) return { read: true, value: 'none' };
  const listed = named.name.startsWith(known.prefix)
    ? known.groups
    : await readLogGroups(clients, id.region, named.name);
  return mapped(listed, (groups) => groups.find(({ name }) => name === named.name) ?? 'missing');
}

/** The role that the trail names. A role of the same name under another path or account is not the one that the trail names. */
async function currentRoleOf(
  clients: Clients,
  trail: Fact<Trail>,
  candidates: Fact<readonly CandidateRole[]>,
): Promise<TrailFacts['currentRole']> {
  if (!trail.read) return trail;
  const { roleArn } = trail.value;
  if (roleArn === '') return { read: true, value: 'none' };
  const known = candidates.read ? candidates.value.find(({ arn }) => arn === roleArn) : undefined;
  if (known) return { read: true, value: known };
  const name = roleNameOf(roleArn);
  const role = name === undefined ? undefined : await readRole(clients, name);
  if (role === undefined) return { read: true, value: 'missing' };
  return mapped(role, (found): Role | 'missing' => (found !== 'missing' && found.arn === roleArn ? found : 'missing'));
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
    ours.map(async (group) => ({
      ...group,
      tags: await readLogGroupTags(clients, id.region, untailed(id, group.name)),
    })),
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

function untailed(id: TrailId, groupName: string): string {
  return logGroupArn(id, groupName).replace(/:\*$/, '');
}

function unread(why: string): { readonly read: false; readonly why: string } {
  return { read: false, why };
}

function mapped<T, U>(fact: Fact<T>, map: (value: T) => U): Fact<U> {
  return fact.read ? { read: true, value: map(fact.value) } : fact;
}
