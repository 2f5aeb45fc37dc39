import type { Fact, LogGroup, TrailFacts } from '../../core/model/facts.ts';
import { isUsableLogGroup } from '../../core/model/facts.ts';
import { groupBeside, type TrailId } from '../../core/model/trail-id.ts';
import type { Clients } from '../clients.ts';
import { mapped } from './fact.ts';
import { readLogGroups } from './resources.ts';

const NONE = { read: true, value: 'none' } as const;

/**
 * The group to which the trail delivered when it was last known to be whole, where the trail needs another than it names. Only one in the
 * trail's account and region is of use.
 * @param named the name of the group beside it that the trail names, and what that is
 * @param known groups that were listed already, by the prefix of their names
 * @param formerArn what the ledger remembers; undefined where it knows none, or could not be read
 */
export async function formerGroupOf(
  clients: Clients,
  id: TrailId,
  { named, current }: { readonly named: string | undefined; readonly current: TrailFacts['currentGroup'] },
  known: { readonly prefix: string; readonly groups: Fact<readonly LogGroup[]> },
  formerArn: Promise<string | undefined>,
): Promise<TrailFacts['formerGroup']> {
  if (!current.read || isUsableLogGroup(current.value)) return NONE;
  const former = groupBeside(id, (await formerArn) ?? '');
  if (!former) return NONE;
  // The group that was taken away is often the very one that the trail still names.
  if (former.name === named) return mapped(current, (group) => (typeof group === 'string' ? 'missing' : group));
  const listed = former.name.startsWith(known.prefix)
    ? known.groups
    : await readLogGroups(clients, id.region, former.name);
  return mapped(listed, (groups) => groups.find(({ name }) => name === former.name) ?? 'missing');
}
