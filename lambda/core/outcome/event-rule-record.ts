import { TRAIL_CHANGES_RULE } from '../integration/names.ts';
import type { Fact } from '../model/fact.ts';
import type { Judgement, RecordHeader } from '../model/outcome.ts';
import type { ProbeResult } from '../model/probe.ts';
import type { EventRuleStatus } from '../model/region-scan.ts';
import type { Subject } from '../model/subject.ts';
import { OPERATOR } from '../model/who-can-act.ts';
import { compliant, type IssueRecord, notRead } from './account-records.ts';
import { recordWithoutRun } from './trail-record.ts';

const RULE_PROBLEMS: Readonly<Record<Exclude<EventRuleStatus, 'active'>, string>> = {
  missing: 'does not exist',
  disabled: 'is disabled',
  changed: 'has an event pattern that trailmend did not set',
  'without-target': 'does not have its target',
  'altered-input': 'has a target that receives something else than the event',
  'other-role': 'has a target with a role that trailmend did not set',
};

/** The event rule of a Region is a separate issue from the Region's trails. */
export function eventRuleRecord(
  header: RecordHeader,
  account: string,
  region: string,
  status: Fact<EventRuleStatus>,
  probe: ProbeResult,
): IssueRecord {
  const subject: Subject = { kind: 'region', region, account };
  const judgement = judgeEventRule(`event rule ${TRAIL_CHANGES_RULE} in ${region}`, status, probe);
  return { record: recordWithoutRun(header, subject, judgement), issue: `event rule ${region}` };
}

function judgeEventRule(rule: string, status: Fact<EventRuleStatus>, probe: ProbeResult): Judgement {
  if (status.read && status.value !== 'active') return notListening(`The ${rule} ${RULE_PROBLEMS[status.value]}.`);
  if (probe.status === 'missed') {
    const look = status.read ? 'looks as trailmend deploys it' : `could not be read: ${status.why}`;
    return notListening(`The probe of ${probe.sent} did not pass the ${rule}, which ${look}. ${BEHIND_THE_RULE}`);
  }
  if (probe.status === 'arrived') return compliant('The event rule delivers trail events to trailmend.');
  const why = status.read ? probe.status === 'untested' && probe.why : status.why;
  if (why) {
    return notRead('not-listening', `trailmend could not ${status.read ? 'test' : 'read'} the ${rule}: ${why}`);
  }
  return compliant('The event rule delivers trail events to trailmend.');
}

/** What can stop an event that the rule matches. */
const BEHIND_THE_RULE =
  "Check the target of the rule and its role, the policy of the hub's event bus, and the policy, the concurrency and the errors of the function.";

function notListening(problem: string): Judgement {
  const detail = `${problem} Only sweeps find changes of trails there.`;
  return { outcome: 'BLOCKED', reason: 'not-listening', detail, whoCanAct: `${OPERATOR} (deploy it again)` };
}
