import { TRAIL_TAG } from '../../core/integration/names.ts';
import { needsRetention } from '../../core/integration/retention.ts';
import { type Fact, mapFact, NOT_ASKED } from '../../core/model/fact.ts';
import type { TrailFacts } from '../../core/model/facts.ts';
import type { CurrentGroup, LogGroup } from '../../core/model/log-group.ts';
import type { Role } from '../../core/model/role.ts';
import type { Settings } from '../../core/model/settings.ts';
import type { Trail } from '../../core/model/trail.ts';
import { groupBeside, roleNameOf, type TrailId } from '../../core/model/trail-id.ts';
import type { Clients } from '../clients.ts';
import { readLogGroups, readLogGroupTags, readRole } from './resources.ts';

/** When to ask who created a log group: always, or only if its retention needs a repair now. */
export interface OwnerQuestion {
  readonly now: string;
  readonly asksOwner: boolean;
}

/** Reads the log group of the trail, if it is in the trail's account and home Region. */
export async function readCurrentGroup(
  clients: Clients,
  id: TrailId,
  settings: Settings,
  trail: Fact<Trail>,
  { now, asksOwner }: OwnerQuestion,
): Promise<TrailFacts['currentGroup']> {
  if (!trail.read) return trail;
  const named = groupBeside(id, trail.value.logGroupArn);
  if (!named) return { read: true, value: 'none' };
  const listed = await readLogGroups(clients, id.region, named.name);
  if (!listed.read) return listed;
  const group = listed.value.find(({ name }) => name === named.name);
  if (!group) return { read: true, value: 'missing' };
  return {
    read: true,
    value: { ...group, isOurs: await readOwnership(clients, id, settings, group, { now, asksOwner }) },
  };
}

/**
 * trailmend's groups have the prefix. Ownership matters only if the retention needs a repair;
 * sweeps ask anyway, so that the ledger knows it before the tag is removed.
 */
async function readOwnership(
  clients: Clients,
  id: TrailId,
  { logGroupPrefix, retentionDays }: Settings,
  group: LogGroup,
  { now, asksOwner }: OwnerQuestion,
): Promise<CurrentGroup['isOurs']> {
  if (!group.name.startsWith(logGroupPrefix)) return { read: true, value: false };
  if (!asksOwner && !needsRetention(group, retentionDays, now)) return NOT_ASKED;
  return mapFact(await readLogGroupTags(clients, id, group.name), (tags) => tags[TRAIL_TAG] === id.arn);
}

/** Reads the role of the trail. A role of that name with another ARN is another role. */
export async function readCurrentRole(clients: Clients, trail: Fact<Trail>): Promise<TrailFacts['currentRole']> {
  if (!trail.read) return trail;
  const { roleArn } = trail.value;
  if (roleArn === '') return { read: true, value: 'none' };
  const name = roleNameOf(roleArn);
  if (name === undefined) return { read: true, value: 'missing' };
  const role = await readRole(clients, name);
  return mapFact(role, (found): Role | 'missing' => (found !== 'missing' && found.arn === roleArn ? found : 'missing'));
}
