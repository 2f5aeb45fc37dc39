import { DynamoDBClient, paginateListTables } from '@aws-sdk/client-dynamodb';
import {
  type IAMClient,
  paginateListEntitiesForPolicy,
  paginateListPolicies,
  paginateListRoles,
  paginateListRoleTags,
} from '@aws-sdk/client-iam';
import type { ListedStack } from '../../cli/reads/stacks.ts';
import { readPages } from '../../lambda/aws/read/fact.ts';
import { listTrails } from '../../lambda/aws/read/list-trails.ts';
import {
  DELIVERY_ROLE_PATH,
  DELIVERY_ROLE_PREFIX,
  STACK_ROLE_PATH,
  TRAIL_TAG,
} from '../../lambda/core/integration/names.ts';
import { formatAwsError } from '../../lambda/core/model/aws-result.ts';
import type { Fact } from '../../lambda/core/model/fact.ts';
import type { Trail } from '../../lambda/core/model/trail.ts';
import { type Account, known } from './account.ts';
import { type FoundGroups, readLogGroups } from './log-groups.ts';

/** A trail, with the role and the log group that it names. */
export interface NamedTarget extends Pick<Trail, 'logGroupArn' | 'roleArn'> {
  readonly arn: string;
}

/** A delivery role. */
export interface FoundRole {
  readonly name: string;
  readonly arn: string;
  /** Whether its tag, or the path of the roles of stacks, says that trailmend created it. */
  readonly isOwn: boolean;
}

/** What trailmend made in an account, and what uses it. */
export interface Installed extends FoundGroups {
  readonly stacks: readonly ListedStack[];
  /** Of all Regions. */
  readonly trails: Fact<readonly NamedTarget[]>;
  readonly roles: readonly FoundRole[];
  /** The boundary policies of delivery roles, with the names of who has them. */
  readonly boundaries: readonly { readonly arn: string; readonly holders: readonly string[] }[];
  /** The tables in the Region of the hub whose names are those of ledgers. */
  readonly ledgers: readonly string[];
}

/** CloudFormation's names for the ledger and the boundary, after the name of the stack. */
const LEDGER = /(?:^|-)Trailmend[\w.-]*-Ledger-[0-9A-Z]+$/;
const BOUNDARY = /-DeliveryRoleBoundary-[0-9A-Z]+$/;

/** @throws UserError for what has to be known */
export async function readInstalled(account: Account, stacks: readonly ListedStack[]): Promise<Installed> {
  const iam = account.clients.iam();
  const [trails, roles, boundaries, groups, ledgers] = await Promise.all([
    readTargets(account),
    readRoles(iam),
    readBoundaries(iam),
    readLogGroups(account, stacks),
    readLedgers(account.hub),
  ]);
  return { stacks, trails, roles, boundaries, ...groups, ledgers };
}

/** What every trail names. If a Region is unread, so is the fact: its trails may use any role. */
export async function readTargets({
  clients,
  regions,
}: Pick<Account, 'clients' | 'regions'>): Promise<Fact<readonly NamedTarget[]>> {
  const targets = new Map<string, NamedTarget>();
  const lists = await Promise.all(
    regions.map(async (region) => ({ region, listed: await listTrails(clients, region) })),
  );
  for (const { region, listed } of lists) {
    if (!listed.ok) return { read: false, why: `the trails of ${region} are unread: ${formatAwsError(listed.error)}` };
    for (const { id, trail } of listed.value) targets.set(id.arn, { arn: id.arn, ...trail });
  }
  return { read: true, value: [...targets.values()] };
}

async function readRoles(client: IAMClient): Promise<readonly FoundRole[]> {
  const paths = [DELIVERY_ROLE_PATH, STACK_ROLE_PATH].map(async (PathPrefix) => {
    const pages = () => paginateListRoles({ client }, { PathPrefix });
    const roles = known(await readPages('ListRoles', pages, ({ Roles = [] }) => Roles));
    return roles.map(({ RoleName: name = '', Arn: arn = '' }) => ({ name, arn }));
  });
  const [created = [], ofStacks = []] = await Promise.all(paths);
  const named = created.filter(({ name }) => name.startsWith(DELIVERY_ROLE_PREFIX));
  return [
    ...(await Promise.all(named.map(async (role) => ({ ...role, isOwn: await hasTrailTag(client, role.name) })))),
    ...ofStacks.map((role) => ({ ...role, isOwn: true })),
  ];
}

/** ListRoles returns no tags. Source: IAM API reference, ListRoles. */
async function hasTrailTag(client: IAMClient, RoleName: string): Promise<boolean> {
  const pages = () => paginateListRoleTags({ client }, { RoleName });
  return known(await readPages('ListRoleTags', pages, ({ Tags = [] }) => Tags)).some(({ Key }) => Key === TRAIL_TAG);
}

async function readBoundaries(client: IAMClient): Promise<Installed['boundaries']> {
  const pages = () => paginateListPolicies({ client }, { Scope: 'Local', PathPrefix: DELIVERY_ROLE_PATH });
  const policies = known(await readPages('ListPolicies', pages, ({ Policies = [] }) => Policies));
  const arns = policies.flatMap(({ Arn = '' }) => (BOUNDARY.test(Arn) ? Arn : []));
  return Promise.all(arns.map(async (arn) => ({ arn, holders: await readHolders(client, arn) })));
}

/** The roles, users and groups that have a policy, also as a boundary. */
export async function readHolders(client: IAMClient, PolicyArn: string): Promise<readonly string[]> {
  const pages = () => paginateListEntitiesForPolicy({ client }, { PolicyArn });
  const holders = await readPages('ListEntitiesForPolicy', pages, (page) => [
    ...(page.PolicyRoles ?? []).map(({ RoleName = '' }) => RoleName),
    ...(page.PolicyUsers ?? []).map(({ UserName = '' }) => UserName),
    ...(page.PolicyGroups ?? []).map(({ GroupName = '' }) => GroupName),
  ]);
  return known(holders);
}

async function readLedgers(region: string): Promise<readonly string[]> {
  const client = new DynamoDBClient({ region });
  const pages = () => paginateListTables({ client }, {});
  const tables = known(await readPages('ListTables', pages, ({ TableNames = [] }) => TableNames));
  return tables.filter((name) => LEDGER.test(name));
}
