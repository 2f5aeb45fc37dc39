import { parseLogGroupArn, roleNameOf, type TrailId } from '../core/arn.ts';
import type { CandidateRole, Fact, LogGroup, Role, Trail, TrailFacts } from '../core/facts.ts';
import type { Clients } from './clients.ts';
import { mapped } from './fact-from.ts';
import { readLogGroups, readRole } from './reads.ts';

/**
 * The group that the trail names. Only one in the trail's account and region can be looked up, and only there is it of use.
 * @param known groups that were listed already, by the prefix of their names
 */
export async function currentGroupOf(
  clients: Clients,
  id: TrailId,
  trail: Fact<Trail>,
  known?: { readonly prefix: string; readonly groups: Fact<readonly LogGroup[]> },
): Promise<TrailFacts['currentGroup']> {
  if (!trail.read) return trail;
  const named = parseLogGroupArn(trail.value.logGroupArn);
  if (!named || named.region !== id.region || named.account !== id.account) return { read: true, value: 'none' };
  const listed =
    known && named.name.startsWith(known.prefix) ? known.groups : await readLogGroups(clients, id.region, named.name);
  return mapped(listed, (groups) => groups.find(({ name }) => name === named.name) ?? 'missing');
}

/** The role that the trail names. A role of the same name under another path or account is not the one that the trail names. */
export async function currentRoleOf(
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
