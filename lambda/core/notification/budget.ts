import { weakenings } from '../model/finding.ts';
import type { OutcomeRecord } from '../model/outcome.ts';
import { callOf } from '../model/trigger.ts';

/** The kinds of messages that are counted apart, so that many of one kind silence no other. */
export type MessageKind = 'tampering' | 'denied' | 'other';

/**
 * The messages of an hour. An account has at most five trails in each of some 34 Regions, so that
 * each trail can have its message. Denied attempts of more principals are left to the sweep.
 */
export const MOST_AN_HOUR: Readonly<Record<MessageKind, number>> = { tampering: 200, denied: 20, other: 200 };

export function kindOf({ reason, trigger, findings }: OutcomeRecord): MessageKind {
  if (reason === 'attempt-denied') return 'denied';
  return callOf(trigger)?.tampering || weakenings(findings).length > 0 ? 'tampering' : 'other';
}

/** The hour of a time, such as `2026-11-20T09`. */
export function hourOf(time: string): string {
  return time.slice(0, '2026-11-20T09'.length);
}

/** How many messages were not sent, by kind and hour: `tampering 2026-11-20T09`. */
export type MessageCounts = Readonly<Record<string, number>>;

/** What was not sent in the hours before this one. */
export function withheldIn(counts: MessageCounts, hour: string): readonly string[] {
  return Object.entries(counts).flatMap(([key, count]) => {
    const [kind = '', of = ''] = key.split(' ');
    if (!isKind(kind) || of >= hour || count <= MOST_AN_HOUR[kind]) return [];
    return [`${count - MOST_AN_HOUR[kind]} about ${NAMES[kind]} from ${of}:00Z`];
  });
}

function isKind(kind: string): kind is MessageKind {
  return Object.hasOwn(MOST_AN_HOUR, kind);
}

/** What the last message of an hour says. */
export function lastMessageNote(kind: MessageKind): string {
  return `trailmend sends at most ${MOST_AN_HOUR[kind]} messages about ${NAMES[kind]} an hour, and this is the last one of this hour. The others are on the account's event bus (source trailmend, except for denied attempts) and in the function's log. A sweep of the next hour says how many there were.`;
}

const NAMES: Readonly<Record<MessageKind, string>> = {
  tampering: 'tampering',
  denied: 'denied attempts',
  other: 'other outcomes',
};
