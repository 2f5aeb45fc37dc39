import type { Fact } from '../core/model/facts.ts';
import { type MemoryChanges, NO_MEMORY, type TrailMemory, withChanges } from '../core/model/memory.ts';
import type { OutcomeRecord } from '../core/model/outcome.ts';
import type { TrailId } from '../core/model/trail-id.ts';
import { notifiedChanges, shouldNotify, untoldChanges } from '../core/notification/policy.ts';
import { truncateToFit } from '../core/notification/truncate.ts';
import type { Telling } from './ports.ts';

/** What is to be remembered of the telling, and what refused a message. */
export interface Told {
  readonly changes: MemoryChanges;
  readonly refused?: unknown;
}

/** How many messages that could not be sent are kept for a trail, the newest: DynamoDB's items have at most 400 KB. */
const MOST_OWED = 5;
/** Bytes that each may have. */
const LONGEST_OWED = 40_000;

/**
 * Tells people of a run where they are to be told, and beside that puts the outcome on the event bus, once, whatever becomes of the
 * message. Without memory every outcome that is worth a message is told.
 */
export async function tell(
  record: OutcomeRecord,
  id: TrailId,
  memory: Fact<TrailMemory>,
  telling: Telling,
): Promise<Told> {
  const known = memory.read ? memory.value : NO_MEMORY;
  const [told] = await Promise.all([tellPeople(record, id, known, telling), tellMachines(record, known, telling)]);
  return told;
}

/** What waits to be sent to people had its event when its own run ended. */
async function tellMachines(record: OutcomeRecord, memory: TrailMemory, { putOutcome, log }: Telling): Promise<void> {
  if (!shouldNotify(record, afterTelling(memory.owed ?? [], memory))) return;
  const result = await putOutcome(record);
  if (!result.put) log.error('event not put', { error: result.why, id: record.id, trailArn: record.trailArn });
}

/** First what could not be sent before. A message counts as told when SNS took it. */
async function tellPeople(
  record: OutcomeRecord,
  id: TrailId,
  memory: TrailMemory,
  { notify, log }: Telling,
): Promise<Told> {
  let known = memory;
  let changes: MemoryChanges = {};
  const waiting = [...(memory.owed ?? []), record];
  for (const [position, message] of waiting.entries()) {
    const isUntold = message === record && !shouldNotify(record, known);
    try {
      if (!isUntold) await notify(message, id);
    } catch (refused) {
      log.error('message not sent', { error: String(refused), record: message });
      const owed = { ...changes.owed, ...stillOwed(waiting.slice(position, -1), record, known) };
      return { changes: { ...changes, owed }, refused };
    }
    const told = isUntold ? untoldChanges(record, known) : notifiedChanges(message, known);
    if (told.told) changes = { ...changes, ...told, told: { ...changes.told, ...told.told } };
    if (message !== record) changes = { ...changes, owed: { ...changes.owed, [message.id]: null } };
    known = withChanges(known, told);
  }
  return { changes };
}

/** The record beside those that wait, where it is to be told after them; the oldest make room for it. */
function stillOwed(left: readonly OutcomeRecord[], record: OutcomeRecord, known: TrailMemory): MemoryChanges['owed'] {
  if (!shouldNotify(record, afterTelling(left, known))) return {};
  const oldest = left.slice(0, Math.max(0, left.length + 1 - MOST_OWED));
  const kept = truncateToFit(record, (candidate) => Buffer.byteLength(JSON.stringify(candidate)) <= LONGEST_OWED);
  return { ...Object.fromEntries(oldest.map((one) => [one.id, null])), [record.id]: kept };
}

/** What would be remembered if these messages had been sent. */
function afterTelling(messages: readonly OutcomeRecord[], memory: TrailMemory): TrailMemory {
  return messages.reduce((before, message) => withChanges(before, notifiedChanges(message, before)), memory);
}
