import { CLOCK_SKEW_MS } from '../model/age.ts';
import type { Fact } from '../model/fact.ts';
import type { IssueMemory } from '../model/issue-memory.ts';
import { type MemoryChanges, NOT_UNDERSTOOD, type NotifiedOutcome, type TrailMemory } from '../model/memory.ts';
import { subjectKey } from '../model/subject.ts';

/** The parts of a memory that a run writes with one time. */
const TIMED = {
  last: (part) => part.time,
  lastNotified: (part) => part.time,
  seenLogging: (part) => part,
  acceptedTarget: (part) => part.since,
  posture: (part) => part.since,
  awaitingVerification: (part) => part.since,
  lateDelivery: (part) => part.since,
} as const satisfies { [K in keyof TrailMemory]?: (part: NonNullable<TrailMemory[K]>) => string };
type Timed = keyof typeof TIMED;

/** Entries that one run removes: DynamoDB allows expressions of 4 KB. */
const MOST_REMOVED = 50;
const MOST_NAMED = 5;
const RUN_ID = /^[\w-]{1,64}$/;

/** Whether a run can have written the time: it is one, and not later than now. */
function isPast(time: string, now: string): boolean {
  return Date.parse(time) <= Date.parse(now) + CLOCK_SKEW_MS;
}

/**
 * The memory without what no run can have written: anything with a time later than now, and pending
 * records about other subjects. It counts as unread, because another principal wrote it.
 * @param key of the subject, see `subjectKey`
 * @param now ISO 8601
 */
export function trustedMemory(memory: TrailMemory, key: string, now: string): TrailMemory {
  const parts = (Object.keys(TIMED) as Timed[]).filter((name) => !isPast(timeOf(memory, name) ?? now, now));
  const notified = split(memory.notified, (time) => isPast(time, now));
  const repeats = split(memory.repeats ?? {}, ({ time }) => isPast(time, now));
  const byId = Object.fromEntries(memory.pending.map((record) => [record.id, record]));
  const pending = split(
    byId,
    ({ id, time, subject }) => isPast(time, now) && subjectKey(subject) === key && RUN_ID.test(id),
  );
  const discarded: MemoryChanges = {
    ...Object.fromEntries(parts.map((name) => [name, null])),
    ...(notified.removed && { notified: notified.removed }),
    ...(repeats.removed && { repeats: repeats.removed }),
    ...(pending.removed && { pending: pending.removed }),
  };
  if (Object.keys(discarded).length === 0) return memory;
  const kept = Object.fromEntries(Object.entries(memory).filter(([name]) => !parts.includes(name as Timed)));
  return {
    ...kept,
    notified: notified.kept,
    ...(memory.repeats && { repeats: repeats.kept }),
    pending: memory.pending.filter(({ id }) => id in pending.kept),
    discarded,
  };
}

/** The open issues whose last notification a run can have written, and such claims. */
export function trustedIssues({ open, claims, ...same }: IssueMemory, now: string): IssueMemory {
  return {
    ...same,
    open: split<NotifiedOutcome>(open, ({ time }) => isPast(time, now)).kept,
    claims: split<string>(claims, (time) => isPast(time, now)).kept,
  };
}

/** The entries of an item that trailmend ignores: this version cannot have written them. */
export function unusedEntries(key: string, memory: Fact<TrailMemory>): readonly string[] {
  if (!memory.read) return memory.why.startsWith(NOT_UNDERSTOOD) ? [`${key}: ${memory.why}`] : [];
  const { notified = {}, repeats = {}, pending = {}, ...parts } = memory.value.discarded ?? {};
  const names = [
    ...Object.keys(parts),
    ...Object.keys(notified).map((name) => `notified ${name}`),
    ...Object.keys(repeats).map((id) => `repeat ${id}`),
    ...Object.keys(pending).map((id) => `pending message ${id}`),
  ];
  return names.length > 0 ? [`${key}: ${names.slice(0, MOST_NAMED).join(', ')}`] : [];
}

/** The changes of a run, which also remove what it discarded from the ledger. */
export function withDiscarded({ discarded = {} }: TrailMemory, changes: MemoryChanges): MemoryChanges {
  const merged = { ...discarded, ...changes };
  return {
    ...merged,
    ...(merged.notified && { notified: { ...discarded.notified, ...changes.notified } }),
    ...(merged.repeats && { repeats: { ...discarded.repeats, ...changes.repeats } }),
    ...(merged.pending && { pending: { ...discarded.pending, ...changes.pending } }),
  };
}

function timeOf<K extends Timed>(memory: TrailMemory, name: K): string | undefined {
  const part = memory[name];
  return part && (TIMED[name] as (part: unknown) => string)(part);
}

function split<T>(entries: Readonly<Record<string, T>>, isTrusted: (entry: T) => boolean) {
  const [kept, removed] = [true, false].map((wanted) =>
    Object.entries(entries).filter(([, entry]) => isTrusted(entry) === wanted),
  ) as [[string, T][], [string, T][]];
  return {
    kept: Object.fromEntries(kept) as Readonly<Record<string, T>>,
    ...(removed.length > 0 && {
      removed: Object.fromEntries(removed.slice(0, MOST_REMOVED).map(([name]) => [name, null])),
    }),
  };
}
