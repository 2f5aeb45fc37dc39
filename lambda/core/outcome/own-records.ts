import { type Fact, mapFact } from '../model/fact.ts';
import type { Judgement, OutcomeRecord, RecordHeader } from '../model/outcome.ts';
import { describeSubscribers, type Subscribers } from '../model/subscribers.ts';
import { OPERATOR } from '../model/who-can-act.ts';
import { compliant, type IssueRecord, notRead } from './account-records.ts';
import { recordWithoutRun } from './trail-record.ts';

/** Whether anybody receives the messages of trailmend is an issue of the account. */
export function subscribersRecord(header: RecordHeader, account: string, subscribers: Fact<Subscribers>): IssueRecord {
  const judgement = judgeSubscribers(mapFact(subscribers, describeSubscribers));
  return { record: recordWithoutRun(header, { kind: 'account', account }, judgement), issue: 'subscribers' };
}

function judgeSubscribers(problem: Fact<string | undefined>): Judgement {
  const reason = 'nobody-subscribed';
  if (!problem.read) return notRead(reason, `trailmend could not read who receives its messages: ${problem.why}`);
  if (problem.value === undefined) return compliant('A subscriber receives the messages of trailmend.');
  return { outcome: 'BLOCKED', reason, detail: problem.value, whoCanAct: `${OPERATOR} (subscribe to the topic)` };
}

/** The settings changed since the last sweep. @param changes see `settingChanges` */
export function settingsRecord(header: RecordHeader, account: string, changes: readonly string[]): OutcomeRecord {
  return recordWithoutRun(
    header,
    { kind: 'account', account },
    {
      outcome: 'BLOCKED',
      reason: 'settings-changed',
      detail: `The settings of trailmend changed: ${changes.join(', ')}. A deployment changes them too. If nobody deployed trailmend, treat this as an attack.`,
      whoCanAct: `${OPERATOR} (deploy it again, if nobody changed the settings on purpose)`,
    },
  );
}
