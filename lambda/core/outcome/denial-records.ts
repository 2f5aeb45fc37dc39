import type { DeniedCalls } from '../model/denials.ts';
import type { Judgement, OutcomeRecord, RecordHeader, RepeatedCall } from '../model/outcome.ts';
import type { Subject } from '../model/subject.ts';
import { recordWithoutRun } from './trail-record.ts';

const DENIED: Judgement = {
  outcome: 'SKIPPED',
  reason: 'attempt-denied',
  detail: 'The event says that AWS denied the call, and so changed nothing. No call of AWS can confirm it.',
  whoCanAct: 'the person responsible for the caller',
};

/**
 * The record of a denied attempt.
 * @param others the principal's other denied calls that no message reported
 */
export function deniedRecord(
  header: RecordHeader,
  subject: Subject,
  others: readonly RepeatedCall[] = [],
): OutcomeRecord {
  return { ...recordWithoutRun(header, subject, DENIED), ...(others.length > 0 && { repeats: [...others] }) };
}

/** The record of a sweep about denied calls of the last hour that no message reported. */
export function countedRecord(header: RecordHeader, account: string, denied: readonly DeniedCalls[]): OutcomeRecord {
  const detail = 'The events say that AWS denied the calls, and so changed nothing. No call of AWS can confirm it.';
  const record = recordWithoutRun(header, { kind: 'account', account }, { ...DENIED, detail });
  return { ...record, repeats: denied.flatMap(({ calls }) => calls) };
}
