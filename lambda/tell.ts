import type { Notify } from './aws/notify.ts';
import type { TrailId } from './core/arn.ts';
import type { Fact } from './core/facts.ts';
import { type MemoryChanges, NO_MEMORY, type TrailMemory, withChanges } from './core/ledger.ts';
import type { OutcomeRecord } from './core/outcome-record.ts';
import { isDue, toldChanges } from './core/telling.ts';
import type { Log } from './log.ts';

/** By what people are told. */
export interface Telling {
  readonly notify: Notify;
  readonly log: Log;
}

/** What is to be remembered of the telling, and what refused a message. */
export interface Told {
  readonly changes: MemoryChanges;
  readonly refused?: unknown;
}

/** How many messages that could not be sent are kept for a trail: the newest. */
const MOST_OWED = 5;

/**
 * Tells people of a run where they are to be told, and first what could not be sent before. A message counts as told when SNS took it;
 * without memory every outcome that is worth a message is told.
 */
export async function tell(
  record: OutcomeRecord,
  id: TrailId,
  memory: Fact<TrailMemory>,
  { notify, log }: Telling,
): Promise<Told> {
  let known = memory.read ? memory.value : NO_MEMORY;
  let changes: MemoryChanges = {};
  const waiting = [...(known.owed ?? []), record];
  for (const [position, message] of waiting.entries()) {
    if (message === record && !isDue(record, known)) continue;
    try {
      await notify(message, id);
    } catch (refused) {
      log.error('message not sent', { error: String(refused), record: message });
      const owed = waiting.slice(position).filter((left) => left !== record || isDue(record, known));
      return { changes: { ...changes, owed: owed.slice(-MOST_OWED) }, refused };
    }
    const told = toldChanges(message, known);
    changes = { ...changes, ...told, told: { ...changes.told, ...told.told } };
    known = withChanges(known, told);
  }
  return { changes: { ...changes, ...(known.owed && { owed: null }) } };
}
