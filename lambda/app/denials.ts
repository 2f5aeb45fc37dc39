import { isDue, withoutOne } from '../core/memory/denials.ts';
import { HOUR_MS, isRecent } from '../core/model/age.ts';
import { formatAwsError } from '../core/model/aws-result.ts';
import { type DeniedCall, type DeniedCalls, principalOf } from '../core/model/denials.ts';
import type { OutcomeRecord, RecordHeader } from '../core/model/outcome.ts';
import type { Settings } from '../core/model/settings.ts';
import type { Subject } from '../core/model/subject.ts';
import { type CallTrigger, holderOf, type Trigger } from '../core/model/trigger.ts';
import { countedRecord, deniedRecord } from '../core/outcome/denial-records.ts';
import type { ListedPrincipal } from './ledger.ts';
import { logOutcome, logUnsaved } from './log-lines.ts';
import { isoTime, newHeader, type Ports } from './ports.ts';
import { publish, send } from './publish.ts';

interface Attempt {
  readonly subject: Subject;
  readonly trigger: CallTrigger;
}

/**
 * Reports a call that AWS denied. trailmend notifies people of the first one of a principal at once
 * and counts those of the next hour, on any trail. Without the ledger it reports each.
 * @throws RunFailed when SNS did not accept the notification, so that Lambda retries the event
 */
export async function reportDenied(
  { subject, trigger }: Attempt,
  settings: Settings,
  ports: Ports,
): Promise<OutcomeRecord> {
  const { denials, clock, log } = ports;
  const header = newHeader(trigger, settings, ports);
  const call = deniedCall(subject, trigger);
  const counted = await denials.count(call, isoTime(clock));
  const record = {
    ...deniedRecord(header, subject),
    ...(!counted.ok && { ledgerError: formatAwsError(counted.error) }),
  };
  logOutcome(record, log);
  if (!counted.ok) {
    await publish(record, ports);
    return record;
  }
  if (!isDue(counted.value, trigger.eventId, isoTime(clock))) return record;
  await logUnsaved('principals', denials.enlist(call.principal, isoTime(clock)), log);
  const taken = await denials.take(counted.value, trigger.eventId, isoTime(clock));
  if (!taken.ok) await publish({ ...record, ledgerError: formatAwsError(taken.error) }, ports);
  else if (taken.value !== 'taken-by-other') {
    const reported = deniedRecord(header, subject, withoutOne(taken.value, call.eventName));
    const end = await publish(reported, ports);
    // The sweep reports the calls of a principal about whom no message could be sent.
    await settle(end === 'published' ? taken.value : { ...taken.value, calls: [] }, ports);
  }
  return record;
}

/**
 * Reports the denied calls that nobody was notified about for an hour, in one message.
 * @returns its record, if any
 * @throws RunFailed when SNS did not accept the notification
 */
export async function reportCounted(
  header: RecordHeader,
  { account }: Settings,
  ports: Ports,
): Promise<OutcomeRecord | undefined> {
  const { denials, clock, log } = ports;
  const listed = await denials.load();
  if (!listed.read) {
    log.error('ledger not read', { error: listed.why, key: 'principals' });
    return undefined;
  }
  const taken = await Promise.all(listed.value.map((one) => takeCounted(one, header.trigger, ports)));
  const due = taken.flatMap((one) => one ?? []);
  for (const one of listed.value.filter((each) => isIdle(each, isoTime(clock)))) {
    await logUnsaved('principals', denials.strike(one), log);
  }
  if (due.length === 0) return undefined;
  const record = countedRecord(header, account, due);
  logOutcome(record, log);
  await send(record, ports);
  await Promise.all(due.map((one) => settle(one, ports)));
  return record;
}

/** The calls of a principal, if this sweep has to report them. */
async function takeCounted(
  { denied }: ListedPrincipal,
  trigger: Trigger,
  { denials, clock }: Ports,
): Promise<DeniedCalls | undefined> {
  const [holder, now] = [holderOf(trigger), isoTime(clock)];
  if (!denied.read || !denied.value || denied.value.calls.length === 0) return undefined;
  if (!isDue(denied.value, holder, now)) return undefined;
  const taken = await denials.take(denied.value, holder, now);
  return taken.ok && taken.value !== 'taken-by-other' ? taken.value : undefined;
}

/** Whether the next call of a principal is reported at once, so that no sweep has to ask. */
function isIdle({ denied }: ListedPrincipal, now: string): boolean {
  if (!denied.read) return false;
  const { calls = [], notified, claim }: Partial<DeniedCalls> = denied.value ?? {};
  return calls.length === 0 && claim === undefined && (notified === undefined || !isRecent(notified, now, HOUR_MS));
}

function deniedCall(subject: Subject, { eventName, eventId, eventTime, actor }: CallTrigger): DeniedCall {
  const target = subject.kind === 'trail' ? `${subject.name} (${subject.region})` : placeOf(subject);
  return { principal: principalOf(actor), eventName, eventId, time: eventTime, target };
}

function placeOf(subject: Exclude<Subject, { readonly kind: 'trail' }>): string {
  return subject.kind === 'region' ? `a trail in ${subject.region}` : `a trail of ${subject.account}`;
}

/** A count that could not be saved is reported again: two notifications are better than none. */
function settle({ principal, calls }: DeniedCalls, { denials, clock, log }: Ports): Promise<void> {
  return logUnsaved('principals', denials.settle(principal, calls, isoTime(clock)), log);
}
