import type { Where } from '../emulator/api.ts';
import type { CloudTrailRecord } from './record.ts';
import { recordedResources } from './recorded-resources.ts';

/** An event as LookupEvents returns it. Source: CloudTrail API reference, Event. */
export interface HistoryEvent {
  readonly EventId: string;
  readonly EventName: string;
  readonly ReadOnly: 'true' | 'false';
  readonly AccessKeyId?: string;
  /** Seconds since the epoch. */
  readonly EventTime: number;
  readonly EventSource: string;
  readonly Username?: string;
  readonly Resources: readonly { readonly ResourceType: string; readonly ResourceName: string }[];
  /** The record as JSON. */
  readonly CloudTrailEvent: string;
}

/** The management events of each account and Region, with or without a trail. */
export interface EventHistory {
  add(where: Where, record: CloudTrailRecord): void;
  /** Newest first. */
  events(where: Where): readonly HistoryEvent[];
}

/** How many events of an account and Region are kept. AWS keeps those of 90 days. */
const MAXIMUM_EVENTS = 10_000;

export function eventHistory(): EventHistory {
  const kept = new Map<string, HistoryEvent[]>();
  const key = ({ account, region }: Where) => `${account} ${region}`;
  return {
    add(where, record) {
      const events = kept.get(key(where)) ?? [];
      events.push(historyEvent(record));
      if (events.length > MAXIMUM_EVENTS) events.shift();
      kept.set(key(where), events);
    },
    // Records arrive in the order of the answers, not of the calls.
    events: (where) =>
      (kept.get(key(where)) ?? []).toReversed().toSorted((one, other) => other.EventTime - one.EventTime),
  };
}

function historyEvent(record: CloudTrailRecord): HistoryEvent {
  const text = (name: string) => String(record[name] ?? '');
  const identity: Readonly<Record<string, unknown>> = { ...(record['userIdentity'] as object | undefined) };
  const username = usernameOf(identity);
  const { accessKeyId } = identity;
  return {
    EventId: text('eventID'),
    EventName: text('eventName'),
    ReadOnly: record['readOnly'] === true ? 'true' : 'false',
    ...(typeof accessKeyId === 'string' && { AccessKeyId: accessKeyId }),
    EventTime: Math.floor(Date.parse(text('eventTime')) / 1000),
    EventSource: text('eventSource'),
    ...(username !== undefined && { Username: username }),
    Resources: recordedResources(record),
    CloudTrailEvent: JSON.stringify(record),
  };
}

/**
 * The name of a user, `root`, or the name of a role's session.
 * Source: CloudTrail user guide, "Viewing CloudTrail events with the AWS CLI" (examples).
 */
function usernameOf({ type, userName, arn }: Readonly<Record<string, unknown>>): string | undefined {
  if (type === 'Root') return 'root';
  if (typeof userName === 'string') return userName;
  return typeof arn === 'string' ? arn.slice(arn.lastIndexOf('/') + 1) : undefined;
}
