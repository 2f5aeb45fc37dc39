import { formatAwsError } from '../core/model/aws-result.ts';
import type { OutcomeRecord } from '../core/model/outcome.ts';
import { subjectKey } from '../core/model/subject.ts';
import { hourOf, kindOf, lastMessageNote, MOST_AN_HOUR } from '../core/notification/budget.ts';
import { RunFailed } from './errors.ts';
import { isoTime, type Ports } from './ports.ts';

export type Publishing = Pick<Ports, 'publisher' | 'messages' | 'clock' | 'log'>;

/**
 * Publishes one record, unless the messages of its kind in this hour are used up: then only the
 * event bus and the log have it. Without the count, trailmend publishes it.
 * @throws RunFailed when SNS did not accept the notification
 */
export async function publish(record: OutcomeRecord, ports: Publishing): Promise<'published' | 'withheld'> {
  const kind = kindOf(record);
  const counted = await ports.messages.count(kind, hourOf(isoTime(ports.clock)));
  if (!counted.ok) ports.log.error('ledger not saved', { error: formatAwsError(counted.error), key: 'messages' });
  const left = counted.ok ? MOST_AN_HOUR[kind] - counted.value : 1;
  if (left < 0) {
    ports.log.info('message withheld', { id: record.id, subject: subjectKey(record.subject), kind });
    await putEvent(record, ports);
    return 'withheld';
  }
  await send(left === 0 ? { ...record, lastOfHour: lastMessageNote(kind) } : record, ports);
  return 'published';
}

/**
 * Publishes one record, however many there were. If EventBridge does not accept the event, or the
 * topic of the chat the card, trailmend only logs the error.
 * @throws RunFailed when SNS did not accept the notification
 */
export async function send(record: OutcomeRecord, ports: Pick<Ports, 'publisher' | 'log'>): Promise<void> {
  const [notified] = await Promise.all([notify(record, ports), putEvent(record, ports)]);
  if (notified.ok) return;
  const error = formatAwsError(notified.error);
  ports.log.error('notification not published', { error, record });
  throw new RunFailed(`The notification ${record.id} was not published: ${error}`);
}

/** The card goes first, so that the message for people can say that the chat did not get it. */
async function notify(record: OutcomeRecord, { publisher, log }: Pick<Ports, 'publisher' | 'log'>) {
  const published = await publisher.publishCard?.(record);
  if (!published || published.ok) return publisher.notify(record);
  const error = formatAwsError(published.error);
  log.error('card not published', { error, id: record.id, subject: subjectKey(record.subject) });
  return publisher.notify(record, error);
}

async function putEvent(record: OutcomeRecord, { publisher, log }: Pick<Ports, 'publisher' | 'log'>): Promise<void> {
  const put = await publisher.putEvent(record);
  if (put.ok) return;
  log.error('event not put', { error: formatAwsError(put.error), id: record.id, subject: subjectKey(record.subject) });
}
