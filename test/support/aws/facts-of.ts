import { parseLogGroupArn, type TrailId } from '../../../lambda/core/arn.ts';
import { DELIVERY_POLICY_NAME, isUsableRole, nextRoleName } from '../../../lambda/core/delivery-role.ts';
import type { CandidateGroup, CandidateRole, Fact, LogGroup, TrailFacts } from '../../../lambda/core/facts.ts';
import { logGroupNames } from '../../../lambda/core/names.ts';
import type { Settings } from '../../../lambda/core/settings.ts';
import type { Account, AccountGroup, AccountRole } from './account.ts';

/** The reads that a run makes, by AWS's names. */
export const READS = [
  'GetTrail',
  'GetTrailStatus',
  'ListTags',
  'DescribeLogGroups',
  'ListTagsForResource',
  'GetRole',
  'GetRolePolicy',
] as const;
export type Read = (typeof READS)[number];

/** An account as the reads of one look show it. */
export interface View {
  readonly account: Account;
  /** The account as CloudTrail's own reads show it: they may lag behind. */
  readonly trails: Account['trails'];
  readonly unreadable: ReadonlySet<Read>;
}

/** The facts about a trail that an observer would read from an account. */
export function factsOf(view: View, id: TrailId, now: string, settings: Settings): TrailFacts {
  const { account, trails } = view;
  const trail = trails[id.arn];
  const reading = <T>(operation: Read, value: T): Fact<T> =>
    view.unreadable.has(operation)
      ? { read: false, why: `${operation} answered AccessDeniedException: not allowed` }
      : { read: true, value };
  const fromTrail = <T>(operation: Read, value: T): Fact<T> =>
    trail
      ? reading(operation, value)
      : { read: false, why: `${operation} answered TrailNotFoundException: Unknown trail` };

  const gone = !trail && !view.unreadable.has('GetTrail');
  const { homeRegion = '', isOrganizationTrail = false, logGroupArn: groupArn = '', roleArn = '' } = trail ?? {};
  const trailFact = fromTrail('GetTrail', { homeRegion, isOrganizationTrail, logGroupArn: groupArn, roleArn });
  return {
    now,
    id,
    gone,
    trail: trailFact,
    tags: fromTrail('ListTags', trail?.tags ?? {}),
    status: fromTrail('GetTrailStatus', { isLogging: trail?.isLogging ?? false }),
    currentGroup: trailFact.read ? currentGroup(account, id, groupArn, reading) : trailFact,
    currentRole: trailFact.read ? currentRole(account, id, roleArn, reading) : trailFact,
    candidateGroups: reading('DescribeLogGroups', candidateGroups(account, id, settings, reading)),
    candidateRoles: reading('GetRole', candidateRoles(account, id, settings, reading)),
  };
}

/** The ARN of a role of the trail's account. */
export function roleArnOf({ partition, account }: TrailId, name: string, { path }: AccountRole): string {
  return `arn:${partition}:iam::${account}:role${path}${name}`;
}

type Reading = <T>(operation: Read, value: T) => Fact<T>;

function currentGroup(account: Account, id: TrailId, groupArn: string, reading: Reading): TrailFacts['currentGroup'] {
  const named = parseLogGroupArn(groupArn);
  if (!named || named.region !== id.region || named.account !== id.account) return { read: true, value: 'none' };
  const group = account.groups[named.name];
  return reading('DescribeLogGroups', group ? described(named.name, group) : 'missing');
}

function currentRole(account: Account, id: TrailId, roleArn: string, reading: Reading): TrailFacts['currentRole'] {
  if (roleArn === '') return { read: true, value: 'none' };
  const exists = Object.entries(account.roles).some(([name, role]) => roleArnOf(id, name, role) === roleArn);
  return reading('GetRole', exists ? { arn: roleArn } : 'missing');
}

function candidateGroups(
  account: Account,
  id: TrailId,
  { logGroupPrefix }: Settings,
  reading: Reading,
): readonly CandidateGroup[] {
  return logGroupNames(id, logGroupPrefix).flatMap((name) => {
    const group = account.groups[name];
    return group ? [{ ...described(name, group), tags: reading('ListTagsForResource', group.tags) }] : [];
  });
}

/** Generation after generation, up to the first that is usable or free. */
function candidateRoles(account: Account, id: TrailId, settings: Settings, reading: Reading): readonly CandidateRole[] {
  const found: CandidateRole[] = [];
  for (;;) {
    const name = nextRoleName(id, found.length);
    const role = name === undefined ? undefined : account.roles[name];
    if (name === undefined || !role) return found;
    const policy = role.policies[DELIVERY_POLICY_NAME];
    const candidate: CandidateRole = {
      arn: roleArnOf(id, name, role),
      path: role.path,
      trustDocument: JSON.stringify(role.trust),
      ...(role.boundaryArn !== undefined && { boundaryArn: role.boundaryArn }),
      tags: role.tags,
      deliveryPolicy: reading('GetRolePolicy', policy ? JSON.stringify(policy) : ''),
    };
    found.push(candidate);
    if (isUsableRole(candidate, id, settings.deliveryRoleBoundaryArn)) return found;
  }
}

function described(name: string, { class: groupClass, retentionDays, createdMs }: AccountGroup): LogGroup {
  return {
    name,
    class: groupClass,
    ...(retentionDays !== undefined && { retentionDays }),
    ...(createdMs !== undefined && { createdMs }),
  };
}

/** The trails of a region that deliver to a log group, as DescribeTrails tells. */
export function trailsDeliveringTo({ trails }: Account, groupArn: string): readonly string[] {
  return Object.values(trails).flatMap(({ arn, logGroupArn }) => (logGroupArn === groupArn ? [arn] : []));
}
