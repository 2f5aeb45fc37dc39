import { TRAIL_CHANGES_RULE } from '../integration/names.ts';
import { type AwsError, formatAwsError } from '../model/aws-result.ts';
import type { Fact } from '../model/fact.ts';
import type { AccountFinding } from '../model/finding.ts';
import type { Judgement, OutcomeRecord, RecordHeader } from '../model/outcome.ts';
import type { ProbeResult } from '../model/probe.ts';
import type { EventRuleStatus, RegionScan } from '../model/region-scan.ts';
import { type Subject, subjectKey, trailSubject } from '../model/subject.ts';
import type { TrailId } from '../model/trail-id.ts';
import { ADMINISTRATOR, OPERATOR, ORGANIZATION_ADMINISTRATOR } from '../model/who-can-act.ts';
import { organizationMember } from '../scope/ownership.ts';
import { BY_SERVICE_CONTROL_POLICY } from './blocking-errors.ts';
import { recordWithoutRun } from './trail-record.ts';

/** A record about a Region or the account, and the key of the issue that it opens or closes. */
export interface IssueRecord {
  readonly record: OutcomeRecord;
  readonly issue: string;
}

/** The result of listing the trails of a Region; undefined if the sweep had no time left for it. */
export function regionRecord(header: RecordHeader, account: string, scan: RegionScan): IssueRecord | undefined {
  if (scan.status === 'postponed') return undefined;
  const subject: Subject = { kind: 'region', region: scan.region, account };
  const judgement =
    scan.status === 'listed'
      ? compliant('trailmend listed the trails.')
      : judgeUnlisted(scan.status, formatAwsError(scan.error));
  return { record: recordWithoutRun(header, subject, judgement), issue: subjectKey(subject) };
}

/** The result of listing the Regions of the account. */
export function regionsRecord(header: RecordHeader, account: string, error: AwsError | undefined): IssueRecord {
  const judgement = error
    ? judgeUnlisted('unread', `${formatAwsError(error)}: the sweep covered only the Regions of trailmend's own stacks`)
    : compliant('trailmend listed the enabled Regions.');
  return { record: recordWithoutRun(header, { kind: 'account', account }, judgement), issue: 'regions' };
}

/** The record of the account; undefined if rules are undecided and none is violated. */
export function accountRecord(
  header: RecordHeader,
  account: string,
  findings: readonly AccountFinding[],
): IssueRecord | undefined {
  const judgement = judgeAccount(findings);
  if (!judgement) return undefined;
  const subject: Subject = { kind: 'account', account };
  return { record: recordWithoutRun(header, subject, judgement, findings), issue: subjectKey(subject) };
}

function judgeAccount(findings: readonly AccountFinding[]): Judgement | undefined {
  if (findings.length === 0) return compliant('A multi-Region trail covers the account.');
  const violated = findings.filter(({ verdict }) => verdict === 'violated');
  if (violated.some(({ rule }) => rule !== 'trail-not-judged')) return NOT_COVERED;
  const [unjudged] = violated;
  if (!unjudged) return undefined;
  const detail = `trailmend judges a trail only in its home Region: ${unjudged.evidence.saw}.`;
  return { outcome: 'SKIPPED', reason: 'not-judged', detail, whoCanAct: ORGANIZATION_ADMINISTRATOR };
}

const MOST_ENTRIES = 10;

const NOT_COVERED: Judgement = {
  outcome: 'BLOCKED',
  reason: 'not-covered',
  detail: 'trailmend creates no trails: people decide what a trail records and where it delivers.',
  whoCanAct: `${ADMINISTRATOR} (create a multi-Region trail)`,
};

const RULE_PROBLEMS: Readonly<Record<Exclude<EventRuleStatus, 'active'>, string>> = {
  missing: 'does not exist',
  disabled: 'is disabled',
  changed: 'has an event pattern that trailmend did not set',
  'without-target': 'does not have its target',
  'altered-input': 'has a target that receives something else than the event',
  'other-role': 'has a target with a role that trailmend did not set',
};

/**
 * The entries of the ledger that trailmend does not use, because no run of this version can have
 * written them.
 */
export function ledgerRecord(header: RecordHeader, account: string, entries: readonly string[]): IssueRecord {
  const named = entries.slice(0, MOST_ENTRIES).join('; ');
  const more = entries.length > MOST_ENTRIES ? `; and ${entries.length - MOST_ENTRIES} more` : '';
  const judgement: Judgement =
    entries.length === 0
      ? compliant('trailmend uses all entries of the ledger.')
      : {
          outcome: 'BLOCKED',
          reason: 'ledger-entries',
          detail: `trailmend does not use these entries of the ledger, because this version cannot have written them: ${named}${more}. Another principal writes to the table, or a newer version of trailmend did.`,
          whoCanAct: `${ADMINISTRATOR} (find out in CloudTrail who writes to the table)`,
        };
  return { record: recordWithoutRun(header, { kind: 'account', account }, judgement), issue: 'ledger' };
}

/** The record of messages that were not sent, because there were too many in an hour. */
export function withheldRecord(header: RecordHeader, account: string, withheld: readonly string[]): OutcomeRecord {
  return recordWithoutRun(
    header,
    { kind: 'account', account },
    {
      outcome: 'SKIPPED',
      reason: 'messages-withheld',
      detail: `trailmend did not send ${withheld.join('; ')}, because there were more than it sends in an hour. They are on the account's event bus and in the function's log.`,
      whoCanAct: `${ADMINISTRATOR} (read them there: a flood may hide one that matters)`,
    },
  );
}

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
  if (probe.status === 'arrived') return compliant(`The ${rule} delivers trail events to trailmend.`);
  const why = status.read ? probe.status === 'untested' && probe.why : status.why;
  if (why) {
    const detail = `trailmend could not ${status.read ? 'test' : 'read'} the ${rule}: ${why}`;
    return { outcome: 'FAILED', reason: 'not-listening', detail, stage: 'observe', whoCanAct: ADMINISTRATOR };
  }
  return compliant(`The ${rule} delivers trail events to trailmend.`);
}

/** What can stop an event that the rule matches. */
const BEHIND_THE_RULE =
  "Check the target of the rule and its role, the policy of the hub's event bus, and the policy, the concurrency and the errors of the function.";

function notListening(problem: string): Judgement {
  const detail = `${problem} Only sweeps find changes of trails there.`;
  return { outcome: 'BLOCKED', reason: 'not-listening', detail, whoCanAct: `${OPERATOR} (deploy it again)` };
}

export function compliant(detail: string): Judgement {
  return { outcome: 'COMPLIANT', reason: 'nothing-to-do', detail };
}

/** The record of an organization trail in a member account. */
export function memberTrailRecord(header: RecordHeader, id: TrailId): OutcomeRecord {
  const { reason, detail, whoCanAct } = organizationMember(id);
  return recordWithoutRun(header, trailSubject(id), { outcome: 'SKIPPED', reason, detail, whoCanAct });
}

/** The scan of a Region whose trails trailmend could not list. */
export function unlistedRegion(region: string, error: AwsError): RegionScan {
  const isDenied = /^AccessDenied|^UnauthorizedOperation/.test(error.code);
  const isClosed = isDenied && BY_SERVICE_CONTROL_POLICY.test(error.message);
  return { region, status: isClosed ? 'closed' : 'unread', error };
}

function judgeUnlisted(status: 'closed' | 'unread', detail: string): Judgement {
  if (status === 'unread') {
    return { outcome: 'FAILED', reason: 'unread-fact', detail, stage: 'observe', whoCanAct: ADMINISTRATOR };
  }
  const closed = `A service control policy closes the Region: ${detail}`;
  return { outcome: 'SKIPPED', reason: 'region-closed', detail: closed, whoCanAct: ORGANIZATION_ADMINISTRATOR };
}
