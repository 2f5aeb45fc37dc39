import { createHash } from 'node:crypto';
import { isRead } from '../model/fact.ts';
import { existingGroup, type TrailFacts } from '../model/facts.ts';
import type { LogStream } from '../model/log-group.ts';
import type { GroupPosture, PostureParts } from '../model/posture.ts';
import { FILTER_PREFIX } from './cis-filters.ts';

/** What the facts show of the trail's log group; undefined if it is unread or missing. */
export function groupSeen(facts: TrailFacts): GroupPosture | undefined {
  const group = existingGroup(facts);
  if (!group) return undefined;
  const { createdMs, retentionDays, isMasked = false, isOurs } = group;
  const { groupStreams } = facts;
  const { metric, subscription } = facts.groupFilters;
  return {
    ...(createdMs !== undefined && { createdMs }),
    ...(retentionDays !== undefined && { retentionDays }),
    ...(isRead(metric) && { metricFilters: marksOf(metric.value.filter(isForeign)) }),
    ...(isRead(subscription) && { subscriptionFilters: marksOf(subscription.value) }),
    ...(isRead(groupStreams) && { streams: groupStreams.value.map(createdMark).toSorted() }),
    masked: isMasked,
    ...(isRead(isOurs) && isOurs.value && { isOurs: true }),
  };
}

/** The rule metric-filters restores the filters of trailmend. */
function isForeign({ name }: { readonly name: string }): boolean {
  return !name.startsWith(FILTER_PREFIX);
}

/**
 * `NAME:HASH` of each filter, sorted. The hash is that of everything else about it, so that a
 * filter of the same name for other events is another one. Names contain no colon.
 * Source: CloudWatch Logs API reference, PutMetricFilter, PutSubscriptionFilter (filterName).
 */
function marksOf(filters: readonly { readonly name: string }[]): readonly string[] {
  return filters.map(({ name, ...rest }) => `${name}:${hashOf(rest)}`).toSorted();
}

/** CloudTrail makes a deleted stream again. Names of streams contain no colon (CreateLogStream). */
function createdMark({ name, createdMs }: LogStream): string {
  return `${name}:${createdMs}`;
}

function hashOf(value: object): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 8);
}

type Compare = (accepted: GroupPosture, current: GroupPosture, name: string) => string | undefined;

/** Another log group than the accepted one is no weaker one: another rule reports it. */
export function ofGroup(compareGroups: Compare): (accepted: PostureParts, current: PostureParts) => string | undefined {
  return (accepted, current) => {
    const { logGroupArn } = current.trail;
    if (!accepted.group || !current.group || accepted.trail.logGroupArn !== logGroupArn) return undefined;
    return compareGroups(accepted.group, current.group, `the log group ${logGroupArn.split(':')[6]}`);
  };
}

/** Whether both are the same log group, as far as AWS reports when it was created. */
export function isSameGroup({ createdMs }: GroupPosture, current: GroupPosture): boolean {
  return createdMs === undefined || current.createdMs === undefined || createdMs === current.createdMs;
}

export const groupRemade: Compare = (accepted, current, name) =>
  isSameGroup(accepted, current)
    ? undefined
    : `${name} was created at ${isoTime(current.createdMs)}; the accepted one was created at ${isoTime(accepted.createdMs)}`;

export const retentionLowered: Compare = ({ retentionDays: accepted }, { retentionDays: current }, name) =>
  current === undefined || (accepted !== undefined && current >= accepted)
    ? undefined
    : `${name} keeps events for ${current} days; accepted: ${accepted === undefined ? 'for ever' : `${accepted} days`}`;

export const filtersRemoved: Compare = (accepted, current, name) => {
  const lost = [
    ...lostOf(accepted.metricFilters, current.metricFilters).map((filter) => `metric filter ${filter}`),
    ...lostOf(accepted.subscriptionFilters, current.subscriptionFilters).map(
      (filter) => `subscription filter ${filter}`,
    ),
  ];
  return lost.length > 0 ? `${name} has lost or changed: ${lost.join(', ')}` : undefined;
};

/**
 * Retention deletes events and leaves their stream, so that a stream is missing, or newer than
 * accepted, only after DeleteLogStream.
 * Source: AWS Cloud Operations blog, "Delete Empty CloudWatch Log Streams".
 */
export const streamsDeleted: Compare = (accepted, current, name) => {
  const lost = isSameGroup(accepted, current) ? lostOf(accepted.streams, current.streams) : [];
  return lost.length > 0 ? `others deleted log streams with their events from ${name}: ${lost.join(', ')}` : undefined;
};

export const groupMasked: Compare = ({ masked: accepted }, { masked: current }, name) =>
  current && !accepted ? `a data protection policy masks events in ${name}` : undefined;

/** The names of lost or changed marks. What is unread is not lost. */
function lostOf(accepted: readonly string[] = [], current: readonly string[] = accepted): readonly string[] {
  return accepted.filter((mark) => !current.includes(mark)).map((mark) => mark.replace(/:[^:]*$/, ''));
}

/** AWS may report any number. */
function isoTime(ms = Number.NaN): string {
  const time = new Date(ms);
  return Number.isNaN(time.getTime()) ? 'an unknown time' : time.toISOString();
}
