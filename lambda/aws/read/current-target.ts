import { TRAIL_TAG } from '../../core/integration/names.ts';
import { retentionGap } from '../../core/integration/retention.ts';
import type { CandidateRole, CurrentGroup, Fact, LogGroup, Role, Trail, TrailFacts } from '../../core/model/facts.ts';
import type { Settings } from '../../core/model/settings.ts';
import { groupBeside, roleNameOf, type TrailId } from '../../core/model/trail-id.ts';
import type { Clients } from '../clients.ts';
import { mapped } from './fact.ts';
import { readLogGroups, readLogGroupTags, readRole } from './resources.ts';

/**
 * The group that the trail names. Only one in the trail's account and region can be looked up, and only there is it of use.
 * @param known groups that were listed already, by the prefix of their names
 */
export async function currentGroupOf(
  clients: Clients,
  id: TrailId,
  settings: Settings,
  trail: Fact<Trail>,
  now: string,
  known?: { readonly prefix: string; readonly groups: Fact<readonly LogGroup[]> },
): Promise<TrailFacts['currentGroup']> {
  if (!trail.read) return trail;
  const named = groupBeside(id, trail.value.logGroupArn);
  if (!named) return { read: true, value: 'none' };
  const listed =
    known && named.name.startsWith(known.prefix) ? known.groups : await readLogGroups(clients, id.region, named.name);
  if (!listed.read) return listed;
  const group = listed.value.find(({ name }) => name === named.name);
  if (!group) return { read: true, value: 'missing' };
  return { read: true, value: { ...group, isOurs: await isOurs(clients, id, settings, group, now) } };
}

/** Only groups under the prefix can be ours, and only of one whose retention is too short it has to be known. */
async function isOurs(
  clients: Clients,
  id: TrailId,
  { logGroupPrefix, retentionDays }: Settings,
  group: LogGroup,
  now: string,
): Promise<CurrentGroup['isOurs']> {
  if (!group.name.startsWith(logGroupPrefix)) return { read: true, value: false };
  if (retentionGap(group, retentionDays, now) === undefined) return { read: true, value: 'not-asked' };
  return mapped(await readLogGroupTags(clients, id, group.name), (tags) => tags[TRAIL_TAG] === id.arn);
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
