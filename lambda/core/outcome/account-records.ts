import { type AwsError, formatAwsError } from '../model/aws-result.ts';
import type { AccountFinding } from '../model/finding.ts';
import type { Judgement, OutcomeReason, OutcomeRecord, RecordHeader } from '../model/outcome.ts';
import type { RegionScan } from '../model/region-scan.ts';
import { type Subject, subjectKey, trailSubject } from '../model/subject.ts';
import type { TrailId } from '../model/trail-id.ts';
import { ADMINISTRATOR, ORGANIZATION_ADMINISTRATOR } from '../model/who-can-act.ts';
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
    ? judgeUnlisted(
        'unread',
        `${formatAwsError(error)}: trailmend covered only its own Region, and those with a forwarder`,
      )
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

export function compliant(detail: string): Judgement {
  return { outcome: 'COMPLIANT', reason: 'nothing-to-do', detail };
}

/** trailmend could not read what the outcome depends on. */
export function notRead(reason: OutcomeReason, detail: string): Judgement {
  return { outcome: 'FAILED', reason, detail, stage: 'observe', whoCanAct: ADMINISTRATOR };
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
  if (status === 'unread') return notRead('unread-fact', detail);
  const closed = `A service control policy closes the Region: ${detail}`;
  return { outcome: 'SKIPPED', reason: 'region-closed', detail: closed, whoCanAct: ORGANIZATION_ADMINISTRATOR };
}
