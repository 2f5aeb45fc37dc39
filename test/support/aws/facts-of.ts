import { FILTER_PREFIX } from '../../../lambda/core/integration/cis-filters.ts';
import { isRoleProven } from '../../../lambda/core/integration/delivery-health.ts';
import {
  DELIVERY_POLICY_NAME,
  isNamedAsDeliveryRole,
  isUsableRole,
  nextRoleName,
} from '../../../lambda/core/integration/delivery-role.ts';
import { logGroupNames, TRAIL_TAG } from '../../../lambda/core/integration/names.ts';
import { needsRetention } from '../../../lambda/core/integration/retention.ts';
import type { EventSelectors, OwnSelectors } from '../../../lambda/core/model/event-selectors.ts';
import { type Fact, NOT_ASKED } from '../../../lambda/core/model/fact.ts';
import { type History, NO_HISTORY, type RepairFacts, type TrailFacts } from '../../../lambda/core/model/facts.ts';
import {
  type CandidateGroup,
  type CurrentGroup,
  type GroupFilters,
  isUsableLogGroup,
  type LogGroup,
  type OurMetricFilters,
} from '../../../lambda/core/model/log-group.ts';
import type { CandidateRole } from '../../../lambda/core/model/role.ts';
import type { Settings } from '../../../lambda/core/model/settings.ts';
import type { Trail, TrailStatus } from '../../../lambda/core/model/trail.ts';
import { groupBeside, roleNameOf, type TrailId } from '../../../lambda/core/model/trail-id.ts';
import type { Account, AccountGroup, AccountRole, AccountTrail } from './account.ts';
import { describedRetention } from './retention-policies.ts';
import { simulated } from './role-policies.ts';

/** The reads of a run, by AWS's names. */
export const READS = [
  'GetTrail',
  'GetTrailStatus',
  'GetEventSelectors',
  'ListTags',
  'DescribeLogGroups',
  'ListTagsForResource',
  'DescribeMetricFilters',
  'DescribeSubscriptionFilters',
  'DescribeLogStreams',
  'GetRole',
  'GetRolePolicy',
  'ListRolePolicies',
  'DescribeOrganization',
  'SimulatePrincipalPolicy',
] as const;
/** The id of the organization whose management account every account here is. */
export const ORGANIZATION_ID = 'o-exampleorgid';
export type Read = (typeof READS)[number];

/** An account as the reads of one observation return it. */
export interface View {
  readonly account: Account;
  /** The trails as CloudTrail's own reads return them, which may be stale. */
  readonly trails: Account['trails'];
  readonly unreadable: ReadonlySet<Read>;
}

/** The facts about a trail that the reader would read from an account. */
export function factsOf(
  view: View,
  id: TrailId,
  now: string,
  settings: Settings,
  { change }: History = NO_HISTORY,
): TrailFacts {
  const { account, trails } = view;
  const trail = trails[id.arn];
  const reading = readingOf(view);
  const gone = !trail && !view.unreadable.has('GetTrail');
  const fromTrail = <T>(operation: Read, select: (found: AccountTrail) => T): Fact<T> =>
    trail
      ? reading(operation, select(trail))
      : { read: false, why: `${operation} returned TrailNotFoundException: Unknown trail` };
  const trailFact = fromTrail('GetTrail', described);
  const delivery = { now, trail: trailFact, status: fromTrail('GetTrailStatus', statusOf) };
  const isProven = isRoleProven(delivery, change);
  const isOwn = id.account === settings.account;
  return {
    ...delivery,
    id,
    gone,
    tags: isOwn ? fromTrail('ListTags', ({ tags }) => tags) : NOT_ASKED,
    eventSelectors: eventSelectorsOf(trailFact, isOwn, () =>
      fromTrail('GetEventSelectors', ({ eventSelectors }) => selectorsOf(eventSelectors)),
    ),
    currentGroup: trailFact.read
      ? currentGroup(account, id, settings, trailFact.value.logGroupArn, now, reading)
      : trailFact,
    groupStreams: isOwn ? groupStreams(account, id, trailFact, reading) : NOT_ASKED,
    groupFilters: isOwn ? groupFilters(account, id, trailFact, reading) : NO_FILTERS,
    metricFilters: currentFilters(account, id, trailFact, settings, reading),
    // GetRole returns a role of the function's own account.
    currentRole: currentRoleOf(account, { ...id, account: settings.account }, trailFact, reading),
    ownRole: ownRoleOf(account, { ...id, account: settings.account }, trailFact, reading),
    simulation: isProven ? NOT_ASKED : simulation(account, id, settings, trailFact, reading),
  };
}

/** The facts for a repair that the reader would read from an account. */
export function repairFactsOf(
  view: View,
  { id, trail, currentGroup: current }: TrailFacts,
  settings: Settings,
  acceptedGroupArn?: string,
): RepairFacts {
  const { account } = view;
  const reading = readingOf(view);
  return {
    acceptedGroup: acceptedGroup(account, id, current, acceptedGroupArn, reading),
    organizationId: isOfOrganization(trail, settings) ? reading('DescribeOrganization', ORGANIZATION_ID) : NOT_ASKED,
    candidateGroups: reading('DescribeLogGroups', candidateGroups(account, id, settings, reading)),
    candidateRoles: reading('GetRole', candidateRoles(account, id, settings, reading)),
  };
}

function readingOf({ unreadable }: View): Reading {
  return (operation, value) =>
    unreadable.has(operation)
      ? { read: false, why: `${operation} returned AccessDeniedException: not allowed` }
      : { read: true, value };
}

/** The ARN of a role of the trail's account. */
export function roleArnOf({ partition, account }: TrailId, name: string, { path }: AccountRole): string {
  return `arn:${partition}:iam::${account}:role${path}${name}`;
}

function described({ arn: _, eventSelectors, isLogging: _logging, tags: _tags, ...trail }: AccountTrail): Trail {
  const { latestLogsDelivery: _logs, logsDeliveryError: _error, latestDelivery: _bucket, ...others } = trail;
  const { startedLogging: _started, stoppedLogging: _stopped, deliveryError: _bucketError, ...settings } = others;
  const { managementEvents, dataEvents, excludedSources = [] } = eventSelectors;
  const hasCustomEventSelectors = managementEvents !== 'all' || dataEvents.length + excludedSources.length > 0;
  return { ...settings, hasCustomEventSelectors };
}

function statusOf(trail: AccountTrail): TrailStatus {
  const { isLogging, latestLogsDelivery, logsDeliveryError, latestDelivery, deliveryError } = trail;
  const { startedLogging, stoppedLogging } = trail;
  const times = {
    latestLogsDelivery,
    logsDeliveryError,
    latestDelivery,
    deliveryError,
    startedLogging,
    stoppedLogging,
  };
  return { isLogging, ...Object.fromEntries(Object.entries(times).filter(([, value]) => value !== undefined)) };
}

/** GetEventSelectors is only called for a trail with custom event selectors. */
function eventSelectorsOf(
  trail: Fact<Trail>,
  isOwn: boolean,
  ask: () => Fact<EventSelectors>,
): TrailFacts['eventSelectors'] {
  if (!trail.read) return trail;
  if (!isOwn) return NOT_ASKED;
  return trail.value.hasCustomEventSelectors ? ask() : { read: true, value: DEFAULT_SELECTORS };
}

const DEFAULT_SELECTORS: EventSelectors = {
  managementEvents: 'all',
  reads: 'all',
  excludedSources: [],
  dataEvents: [],
};
const READS_OF: Readonly<Record<EventSelectors['managementEvents'], EventSelectors['reads']>> = {
  all: 'all',
  'write-only': 'none',
  partial: 'partial',
  'read-only': 'all',
  none: 'none',
};

/** Event selectors that record what the account names. Nothing reads more of them. */
function selectorsOf(selectors: AccountTrail['eventSelectors']): EventSelectors {
  const { managementEvents, dataEvents, excludedSources = [] } = selectors;
  const own: OwnSelectors = { kind: 'basic', json: JSON.stringify([selectors]) };
  return { managementEvents, reads: READS_OF[managementEvents], excludedSources, dataEvents, own };
}

function isOfOrganization(trail: Fact<Trail>, { organizationTrails }: Settings): boolean {
  return organizationTrails && trail.read && trail.value.isOrganizationTrail;
}

type Reading = <T>(operation: Read, value: T) => Fact<T>;

function currentGroup(
  account: Account,
  id: TrailId,
  { logGroupPrefix, retentionDays }: Settings,
  groupArn: string,
  now: string,
  reading: Reading,
): TrailFacts['currentGroup'] {
  const named = groupBeside(id, groupArn);
  if (!named) return { read: true, value: 'none' };
  const group = account.groups[named.name];
  if (!group) return reading('DescribeLogGroups', 'missing');
  const described = describedGroup(account, named.name, group);
  const isOurs: CurrentGroup['isOurs'] = !named.name.startsWith(logGroupPrefix)
    ? { read: true, value: false }
    : needsRetention(described, retentionDays, now)
      ? reading('ListTagsForResource', group.tags[TRAIL_TAG] === id.arn)
      : NOT_ASKED;
  return reading('DescribeLogGroups', { ...described, isOurs });
}

/** Read only when the trail needs another log group than it names. */
function acceptedGroup(
  account: Account,
  id: TrailId,
  current: TrailFacts['currentGroup'],
  acceptedGroupArn: string | undefined,
  reading: Reading,
): RepairFacts['acceptedGroup'] {
  const accepted = groupBeside(id, acceptedGroupArn ?? '');
  const isUsable = current.read && isUsableLogGroup(current.value) && current.value.name === accepted?.name;
  if (!accepted || !current.read || isUsable) return { read: true, value: 'none' };
  const group = account.groups[accepted.name];
  return reading('DescribeLogGroups', group ? describedGroup(account, accepted.name, group) : 'missing');
}

const NO_FILTERS: GroupFilters = { metric: NOT_ASKED, subscription: NOT_ASKED };

function groupFilters(account: Account, id: TrailId, trail: Fact<Trail>, reading: Reading): GroupFilters {
  const named = trail.read ? groupBeside(id, trail.value.logGroupArn) : undefined;
  const group = named && account.groups[named.name];
  if (group?.class !== 'STANDARD') return NO_FILTERS;
  const { metricFilters = {}, subscriptionFilters = {} } = group;
  const metric = Object.entries(metricFilters).map(([name, rest]) => ({ name, ...rest }));
  const subscription = Object.entries(subscriptionFilters).map(([name, destinationArn]) => ({
    name,
    pattern: '',
    destinationArn,
  }));
  return {
    metric: reading('DescribeMetricFilters', metric),
    subscription: reading('DescribeSubscriptionFilters', subscription),
  };
}

function groupStreams(account: Account, id: TrailId, trail: Fact<Trail>, reading: Reading): TrailFacts['groupStreams'] {
  if (!trail.read) return trail;
  const group = account.groups[groupBeside(id, trail.value.logGroupArn)?.name ?? ''];
  if (!group) return NOT_ASKED;
  const streams = Object.entries(group.streams ?? {}).map(([name, createdMs]) => ({ name, createdMs }));
  return reading('DescribeLogStreams', streams);
}

function currentFilters(
  account: Account,
  id: TrailId,
  trail: Fact<Trail>,
  settings: Settings,
  reading: Reading,
): OurMetricFilters {
  if (settings.metricFilters === 'none') return NOT_ASKED;
  if (!trail.read) return trail;
  const current = currentGroup(account, id, settings, trail.value.logGroupArn, NEVER, reading);
  if (!current.read) return current;
  const name = typeof current.value === 'string' ? '' : current.value.name;
  const group = account.groups[name];
  return group ? filtersOf(id, [name, group], settings, reading) : NOT_ASKED;
}

/** Read only when the parameter enables the filters and the log group is trailmend's. */
function filtersOf(
  { arn }: TrailId,
  [name, { class: groupClass, tags, metricFilters = {} }]: readonly [string, AccountGroup],
  settings: Settings,
  reading: Reading,
): OurMetricFilters {
  const isEnabled = settings.metricFilters === 'cis' && name.startsWith(settings.logGroupPrefix);
  if (!isEnabled || groupClass !== 'STANDARD') return NOT_ASKED;
  const owner = reading('ListTagsForResource', tags[TRAIL_TAG]);
  if (!owner.read) return owner;
  if (owner.value !== arn) return NOT_ASKED;
  const named = Object.entries(metricFilters).filter(([filter]) => filter.startsWith(FILTER_PREFIX));
  return reading(
    'DescribeMetricFilters',
    named.map(([filter, rest]) => ({ name: filter, ...rest })),
  );
}

/** At this time no log group is new. Whether filters are read does not depend on the age. */
const NEVER = '9999-01-01T00:00:00Z';

function currentRoleOf(account: Account, id: TrailId, trail: Fact<Trail>, reading: Reading): TrailFacts['currentRole'] {
  if (!trail.read) return trail;
  const { roleArn } = trail.value;
  if (roleArn === '') return { read: true, value: 'none' };
  const role = namedRole(account, id, roleArn);
  return reading('GetRole', role ? { arn: roleArn, trustDocument: JSON.stringify(role.trust) } : 'missing');
}

function ownRoleOf(account: Account, id: TrailId, trail: Fact<Trail>, reading: Reading): TrailFacts['ownRole'] {
  if (!trail.read) return trail;
  const { roleArn } = trail.value;
  const name = roleNameOf(roleArn);
  if (name === undefined || !isNamedAsDeliveryRole(id, roleArn)) return NOT_ASKED;
  const role = namedRole(account, id, roleArn);
  return reading('GetRole', role ? candidateRole(id, name, role, reading) : 'missing');
}

function namedRole({ roles }: Account, id: TrailId, roleArn: string): AccountRole | undefined {
  return Object.entries(roles).find(([name, role]) => roleArnOf(id, name, role) === roleArn)?.[1];
}

function simulation(
  account: Account,
  id: TrailId,
  settings: Settings,
  trail: Fact<Trail>,
  reading: Reading,
): TrailFacts['simulation'] {
  if (!trail.read) return trail;
  const { logGroupArn, roleArn } = trail.value;
  const role = namedRole(account, id, roleArn);
  const isPointless = !role || !groupBeside(id, logGroupArn) || id.account !== settings.account;
  if (isPointless) return NOT_ASKED;
  const ask = () => reading('DescribeOrganization', ORGANIZATION_ID);
  const own = `${id.account}_CloudTrail_${id.region}`;
  const organization = isOfOrganization(trail, settings) ? ask() : undefined;
  if (organization && !organization.read) return organization;
  const streams = organization ? [own, `${organization.value}_${own}`] : [own];
  const arns = streams.map((stream) => `${logGroupArn.slice(0, -2)}:log-stream:${stream}`);
  return reading(
    'SimulatePrincipalPolicy',
    arns.flatMap((arn) => simulated(role, arn, settings.deliveryRoleBoundaryArn)),
  );
}

function candidateGroups(
  account: Account,
  id: TrailId,
  settings: Settings,
  reading: Reading,
): readonly CandidateGroup[] {
  return logGroupNames(id, settings.logGroupPrefix).flatMap((name) => {
    const group = account.groups[name];
    if (!group) return [];
    const tags = reading('ListTagsForResource', group.tags);
    return [
      { ...describedGroup(account, name, group), tags, metricFilters: filtersOf(id, [name, group], settings, reading) },
    ];
  });
}

/** The generations of the role, up to the first name that is usable or free. */
function candidateRoles(account: Account, id: TrailId, settings: Settings, reading: Reading): readonly CandidateRole[] {
  const found: CandidateRole[] = [];
  for (;;) {
    const name = nextRoleName(id, found.length);
    const role = name === undefined ? undefined : account.roles[name];
    if (name === undefined || !role) return found;
    const candidate = candidateRole(id, name, role, reading);
    found.push(candidate);
    if (isUsableRole(candidate, id, settings.deliveryRoleBoundaryArn)) return found;
  }
}

function candidateRole(id: TrailId, name: string, role: AccountRole, reading: Reading): CandidateRole {
  const policy = role.policies[DELIVERY_POLICY_NAME];
  return {
    arn: roleArnOf(id, name, role),
    path: role.path,
    trustDocument: JSON.stringify(role.trust),
    ...(role.boundaryArn !== undefined && { boundaryArn: role.boundaryArn }),
    tags: role.tags,
    deliveryPolicy: reading('GetRolePolicy', policy ? JSON.stringify(policy) : ''),
    otherPolicies: reading('ListRolePolicies', Object.keys(role.policies).filter(isOther)),
  };
}

function isOther(policy: string): boolean {
  return policy !== DELIVERY_POLICY_NAME;
}

function describedGroup(account: Account, name: string, group: AccountGroup): LogGroup {
  return {
    name,
    class: group.class,
    ...describedRetention(account, name, group),
    ...(group.createdMs !== undefined && { createdMs: group.createdMs }),
    ...(group.isMasked && { isMasked: true }),
  };
}
