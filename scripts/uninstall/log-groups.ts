import { paginateDescribeLogGroups } from '@aws-sdk/client-cloudwatch-logs';
import { readStackResources } from '../../cli/reads/stack-resources.ts';
import type { ListedStack } from '../../cli/reads/stacks.ts';
import type { Clients } from '../../lambda/aws/clients.ts';
import { readPages } from '../../lambda/aws/read/fact.ts';
import type { Fact } from '../../lambda/core/model/fact.ts';
import { type Account, known, type UnreadRegion } from './account.ts';

export interface FoundGroup {
  readonly name: string;
  readonly region: string;
  readonly bytes: number;
  /** Whether it has the log of the function. */
  readonly isOfFunction: boolean;
}

export interface FoundGroups {
  readonly logGroups: readonly FoundGroup[];
  /** The Regions whose log groups are unread, with the reasons. */
  readonly unreadGroups: readonly UnreadRegion[];
}

/** Log groups with other names are found by the settings and resources of a stack. */
export const DEFAULT_PREFIX = '/trailmend/';

/** Those under the prefix in every Region, and those of the functions. */
export async function readLogGroups(
  { clients, regions }: Account,
  stacks: readonly ListedStack[],
): Promise<FoundGroups> {
  const hubs = stacks.filter(({ kind }) => kind === 'hub');
  const prefixes = new Set([DEFAULT_PREFIX, ...hubs.flatMap(({ parameters }) => parameters['LogGroupPrefix'] ?? [])]);
  const ofFunctions = (await Promise.all(hubs.map(functionLogs))).flat();
  const wanted = [
    ...ofFunctions.map((log) => ({ ...log, isOfFunction: true })),
    ...regions.flatMap((region) => [...prefixes].map((prefix) => ({ region, prefix, isOfFunction: false }))),
  ];
  const read = await Promise.all(
    wanted.map(async (one) => ({ ...one, groups: await groupsNamed(clients, one.region, one.prefix) })),
  );
  return {
    logGroups: read.flatMap(({ region, isOfFunction, groups }) =>
      groups.read ? groups.value.map((group) => ({ ...group, region, isOfFunction })) : [],
    ),
    unreadGroups: read.flatMap(({ region, groups }) => (groups.read ? [] : { region, why: groups.why })),
  };
}

/** The log group of a hub's function, by its name. */
async function functionLogs({ id, region }: ListedStack): Promise<readonly { region: string; prefix: string }[]> {
  const resources = known(await readStackResources(id, region));
  return resources.flatMap(({ type, physicalId: prefix }) =>
    type === 'AWS::Logs::LogGroup' ? { region, prefix } : [],
  );
}

function groupsNamed(
  clients: Clients,
  region: string,
  logGroupNamePrefix: string,
): Promise<Fact<readonly Pick<FoundGroup, 'name' | 'bytes'>[]>> {
  const pages = () => paginateDescribeLogGroups({ client: clients.logs(region) }, { logGroupNamePrefix });
  return readPages('DescribeLogGroups', pages, ({ logGroups = [] }) =>
    logGroups.map(({ logGroupName: name = '', storedBytes: bytes = 0 }) => ({ name, bytes })),
  );
}
