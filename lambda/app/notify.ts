import { findPending } from '../core/memory/pending.ts';
import { type AwsResult, formatAwsError } from '../core/model/aws-result.ts';
import type { Fact } from '../core/model/fact.ts';
import { knownMemory, type MemoryChanges, type TrailMemory } from '../core/model/memory.ts';
import type { OutcomeRecord } from '../core/model/outcome.ts';
import { succeeded } from '../core/model/result.ts';
import { subjectKey } from '../core/model/subject.ts';
import { notifiedChanges, unnotifiedChanges } from '../core/notification/notified.ts';
import { shouldNotify } from '../core/notification/policy.ts';
import { withRepeats } from '../core/notification/repeats.ts';
import { truncateToFit } from '../core/notification/truncate.ts';
import { savedRecord } from '../core/outcome/saved-record.ts';
import { logOutcome } from './log-lines.ts';
import type { Ports } from './ports.ts';
import { type Publishing, publish } from './publish.ts';

/** The decision of a run about notifications. */
export interface Notification {
  /** What to save before the notifications are published. */
  readonly changes: MemoryChanges;
  /** The records to publish, oldest first. */
  readonly pending: readonly OutcomeRecord[];
  /** A repeat to publish at once if the ledger cannot count it. */
  readonly uncounted: readonly OutcomeRecord[];
}

/** The ledger keeps the newest ones of a trail: a DynamoDB item has at most 400 KB. */
const MOST_PENDING = 5;
const PENDING_BYTES = 40_000;

/** How often a run decides, while other runs notify at the same moment. */
const MOST_DECISIONS = 3;
/**
 * Decides whether a run notifies. trailmend saves the record with the release of the lease and
 * publishes it afterwards. If a run crashes in between, the next run publishes it.
 * @param began when the run began, ISO 8601
 */
export function notificationFor(record: OutcomeRecord, memory: TrailMemory, began: string = record.time): Notification {
  const abandoned = findPending(memory, record).map((saved) => savedRecord(saved, memory));
  if (!shouldNotify(record, memory, began)) {
    const changes = unnotifiedChanges(record, memory);
    return { changes, pending: abandoned, uncounted: changes.repeats ? [record] : [] };
  }
  const reported = withRepeats(record, memory);
  const oldest = memory.pending.slice(0, Math.max(0, memory.pending.length + 1 - MOST_PENDING));
  const removed = Object.fromEntries(oldest.map(({ id }) => [id, null]));
  const kept = truncateToFit(reported, (candidate) => Buffer.byteLength(JSON.stringify(candidate)) <= PENDING_BYTES);
  return {
    changes: { ...notifiedChanges(record, memory), pending: { ...removed, [record.id]: kept } },
    pending: [...abandoned, reported],
    uncounted: [],
  };
}

/** What a run knew about earlier notifications, and since when. */
export interface Known {
  readonly memory: Fact<TrailMemory>;
  /** A time before the run read the ledger and the trail, ISO 8601, UTC. */
  readonly began: string;
}

/** Saves what a run decided. @param memory from which it decided */
type Save<T> = (changes: MemoryChanges, memory: TrailMemory) => Promise<AwsResult<T | 'notified-meanwhile'>>;

/**
 * Decides and saves the decision, on the condition that no other run notified meanwhile: otherwise
 * decides again, by what that run saved. At last it saves without the condition, because two
 * notifications are better than none.
 */
export async function saveNotification<T>(
  record: OutcomeRecord,
  { memory, began }: Known,
  save: Save<T>,
  { ledger }: Pick<Ports, 'ledger'>,
) {
  let known = knownMemory(memory);
  for (let left = memory.read ? MOST_DECISIONS : 1; ; left -= 1) {
    const notification = notificationFor(record, known, began);
    const count = left > 1 ? counted(record, notification.changes, known) : {};
    const saved = await save({ ...notification.changes, ...count }, known);
    if (!saved.ok || saved.value !== 'notified-meanwhile' || left <= 1) return { notification, saved };
    const fresh = await ledger.load(subjectKey(record.subject));
    if (fresh.read) known = fresh.value;
    // The write succeeded, whatever its answer was.
    if (known.pending.some(({ id }) => id === record.id)) return { notification, saved };
  }
}

/** The condition of changes on which other runs decide. */
function counted(
  { id }: OutcomeRecord,
  { pending, lastNotified }: MemoryChanges,
  { notifications = 0 }: TrailMemory,
): MemoryChanges {
  return pending || lastNotified ? { notifications: notifications + 1, notifier: id } : {};
}

/** Where the ledger keeps notifications until they are published. */
export interface PendingIn {
  readonly key: string;
  /** Whether the ledger has them, so that they have to be removed. */
  readonly isSaved: boolean;
}

/**
 * Publishes notifications to people and to the event bus, and removes each from the ledger.
 * @throws RunFailed when SNS did not accept one, so that Lambda retries the event
 */
export async function publishPending(
  { key, isSaved }: PendingIn,
  { pending, uncounted }: Pick<Notification, 'pending' | 'uncounted'>,
  ports: Pick<Ports, 'ledger'> & Publishing,
): Promise<void> {
  const errors: unknown[] = [];
  for (const record of isSaved ? pending : [...pending, ...uncounted]) {
    try {
      await publish(record, ports);
    } catch (error) {
      errors.push(error);
      continue;
    }
    const removed = isSaved ? await ports.ledger.save(key, { pending: { [record.id]: null } }) : undefined;
    // The next run notifies again: two notifications are better than none.
    if (removed && !removed.ok) ports.log.error('ledger not saved', { error: formatAwsError(removed.error), key });
  }
  if (errors.length > 0) throw errors[0];
}

/**
 * Logs, saves and publishes a record that no run led to.
 * @throws RunFailed when SNS did not accept a notification
 */
export async function report(
  judged: OutcomeRecord,
  { memory, began }: Known,
  ports: Pick<Ports, 'ledger'> & Publishing,
): Promise<OutcomeRecord> {
  const key = subjectKey(judged.subject);
  const record = memory.read ? judged : { ...judged, ledgerError: memory.why };
  logOutcome(record, ports.log);
  const save = async (changes: MemoryChanges) =>
    Object.keys(changes).length > 0 ? ports.ledger.save(key, changes) : succeeded('saved' as const);
  const { notification, saved } = await saveNotification(record, { memory, began }, save, ports);
  if (!saved.ok) ports.log.error('ledger not saved', { error: formatAwsError(saved.error), key });
  await publishPending({ key, isSaved: saved.ok }, notification, ports);
  return record;
}
