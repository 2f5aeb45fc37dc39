import type { ListedStack } from '../../cli/reads/stacks.ts';
import { cliOptions } from '../../lambda/core/commands/aws-cli.ts';
import { TRAIL_TAG } from '../../lambda/core/integration/names.ts';
import { parseLogGroupArn, parseTrailArn } from '../../lambda/core/model/trail-id.ts';
import type { FoundRole, Installed, NamedTarget } from './installed.ts';
import type { FoundGroup } from './log-groups.ts';

/** A resource of trailmend. A role and a policy belong to no Region. */
export type Resource =
  | { readonly kind: 'stack'; readonly name: string; readonly region: string; readonly stack: ListedStack }
  | { readonly kind: 'delivery role'; readonly name: string; readonly arn: string }
  | { readonly kind: 'boundary policy'; readonly name: string; readonly arn: string }
  | { readonly kind: 'ledger'; readonly name: string; readonly region: string }
  | { readonly kind: 'log group'; readonly name: string; readonly region: string };

/** What happens to a resource, and why. */
export interface PlannedResource {
  readonly action: 'DELETE' | 'STAYS';
  readonly resource: Resource;
  readonly why: string;
  /** AWS CLI commands that end the deliveries which keep it. */
  readonly endDelivery: readonly string[];
  /** The AWS CLI command that deletes it, if this program never does. */
  readonly byHand?: string;
}

/**
 * What uninstalling deletes, in its order, and what stays. It deletes the stacks, and what they
 * retain: the ledger, delivery roles that no trail names, and boundary policies that no other role
 * has. A role that a trail names, and every log group, stays: CloudTrail would end the delivery, or
 * evidence would be lost. So does a role or a ledger of which only the name is trailmend's.
 */
export function planUninstall(installed: Installed, hub: string): readonly PlannedResource[] {
  const roles = installed.roles.map((role) => planRole(role, installed.trails));
  const deleted = new Set(roles.flatMap(({ action, resource }) => (action === 'DELETE' ? resource.name : [])));
  return [
    ...installed.stacks.toSorted(hubsFirst).map(planStack),
    ...roles,
    ...installed.boundaries.map((boundary) => planBoundary(boundary, deleted)),
    ...planLedgers(installed, hub),
    ...installed.logGroups.map((group) => planLogGroup(group, installed.trails)),
  ];
}

function hubsFirst(one: ListedStack, other: ListedStack): number {
  return Number(one.kind !== 'hub') - Number(other.kind !== 'hub');
}

const toDelete = (resource: Resource, why: string): PlannedResource => {
  return { action: 'DELETE', resource, why, endDelivery: [] };
};
const toKeep = (resource: Resource, why: string, users: readonly NamedTarget[] = []): PlannedResource => {
  return { action: 'STAYS', resource, why, endDelivery: users.map(endDelivery) };
};

function planStack(stack: ListedStack): PlannedResource {
  const { kind, name, region } = stack;
  const what = kind === 'hub' ? 'the function, with its event rules, queues, topic and alarms' : 'a forwarder';
  return toDelete({ kind: 'stack', name, region, stack }, what);
}

function planRole({ name, arn, isOwn }: FoundRole, trails: Installed['trails']): PlannedResource {
  const resource = { kind: 'delivery role', name, arn } as const;
  if (!isOwn) return toKeep(resource, `only its name says that trailmend created it: it has no tag ${TRAIL_TAG}`);
  if (!trails.read) return toKeep(resource, `nothing says which trails use it: ${trails.why}`);
  const users = trails.value.filter(({ roleArn }) => roleArn === arn);
  if (users.length === 0) return toDelete(resource, 'no trail uses it');
  return toKeep(resource, `${namesOf(users)} delivers with it`, users);
}

/** @param deleted the names of the delivery roles that are deleted before */
function planBoundary(
  { arn, holders }: Installed['boundaries'][number],
  deleted: ReadonlySet<string>,
): PlannedResource {
  const resource = { kind: 'boundary policy', name: arn.replace(/^.*\//, ''), arn } as const;
  const kept = holders.filter((name) => !deleted.has(name));
  return kept.length === 0
    ? toDelete(resource, 'no role keeps it')
    : toKeep(resource, `it is the boundary of ${kept.join(', ')}`);
}

function planLedgers({ stacks, ledgers }: Installed, hub: string): readonly PlannedResource[] {
  const own = stacks.flatMap(({ region, outputs: { LedgerTableName: name } }): PlannedResource[] =>
    name === undefined ? [] : [toDelete({ kind: 'ledger', name, region }, 'the history of the trails')],
  );
  const names = new Set(own.map(({ resource }) => resource.name));
  const earlier = ledgers
    .filter((name) => !names.has(name))
    .map((name) => {
      const resource = { kind: 'ledger', name, region: hub } as const;
      return {
        ...toKeep(resource, 'the name is that of a ledger of an earlier stack'),
        byHand: deleteTable(name, hub),
      };
    });
  return [...own, ...earlier];
}

function planLogGroup({ name, region, bytes, isOfFunction }: FoundGroup, trails: Installed['trails']): PlannedResource {
  const users = (trails.read ? trails.value : []).filter(({ logGroupArn }) => {
    const group = parseLogGroupArn(logGroupArn);
    return group?.name === name && group.region === region;
  });
  const delivering = users.length === 0 ? [] : [`${namesOf(users)} delivers there`];
  const content = `${isOfFunction ? 'the log of the function' : 'events'}, ${bytes.toLocaleString('en-US')} bytes`;
  const byHand = ['aws logs delete-log-group', ...cliOptions({ logGroupName: name }), '--region', region].join(' ');
  return { ...toKeep({ kind: 'log group', name, region }, [content, ...delivering].join('; '), users), byHand };
}

function namesOf(trails: readonly NamedTarget[]): string {
  return `trail ${trails.map(({ arn }) => parseTrailArn(arn)?.name ?? arn).join(', ')}`;
}

/** The command after which a trail delivers to its bucket only. */
function endDelivery({ arn }: NamedTarget): string {
  const input = { Name: arn, CloudWatchLogsLogGroupArn: '', CloudWatchLogsRoleArn: '' };
  const region = parseTrailArn(arn)?.region ?? '';
  return ['aws cloudtrail update-trail', ...cliOptions(input), '--region', region].join(' ');
}

function deleteTable(TableName: string, region: string): string {
  return ['aws dynamodb delete-table', ...cliOptions({ TableName }), '--region', region].join(' ');
}
