import type { OutcomeRecord, RecordHeader } from '../../core/model/outcome.ts';
import type { Settings } from '../../core/model/settings.ts';
import { hourOf, withheldIn } from '../../core/notification/budget.ts';
import { withheldRecord } from '../../core/outcome/account-records.ts';
import { logOutcome, logUnsaved } from '../log-lines.ts';
import { isoTime, type Ports } from '../ports.ts';
import { send } from '../publish.ts';

/** Counts that one sweep removes: DynamoDB allows expressions of 4 KB. */
const MOST_FORGOTTEN = 50;

/**
 * Reports how many messages the hours before this one did not send, and forgets the counts.
 * @returns the record, if there were any
 * @throws RunFailed when SNS did not accept the notification
 */
export async function reportWithheld(
  header: RecordHeader,
  { account }: Settings,
  ports: Ports,
): Promise<OutcomeRecord | undefined> {
  const { messages, clock, log } = ports;
  const counts = await messages.load();
  if (!counts.read) {
    log.error('ledger not read', { error: counts.why, key: 'messages' });
    return undefined;
  }
  const hour = hourOf(isoTime(clock));
  const over = Object.keys(counts.value).filter((key) => !key.endsWith(hour));
  if (over.length === 0) return undefined;
  const withheld = withheldIn(counts.value, hour);
  const record = withheld.length > 0 ? withheldRecord(header, account, withheld) : undefined;
  if (record) {
    logOutcome(record, log);
    await send(record, ports);
  }
  await logUnsaved('messages', messages.forget(over.slice(0, MOST_FORGOTTEN)), log);
  return record;
}
