import { TRAIL_CHANGES_RULE } from '../integration/names.ts';
import type { AwsError } from '../model/aws-result.ts';
import type { Fact } from '../model/facts.ts';
import type { AccountFinding } from '../model/finding.ts';
import type { OutcomeRecord } from '../model/outcome.ts';
import type { EventRuleStatus, RegionScan } from '../model/region-scan.ts';
import { anyTrail, type TrailId } from '../model/trail-id.ts';
import type { SweepTrigger } from '../model/trigger.ts';
import { seenFromMember } from '../scope/scope.ts';
import { BY_SERVICE_CONTROL_POLICY } from './aws-errors.ts';
import type { RecordHeader } from './trail-record.ts';

/** The account that is swept. */
export interface SweptAccount {
  readonly partition: string;
  readonly account: string;
}

/** A record with what it is about: as messages name it. */
export interface SweepRecord {
  readonly record: OutcomeRecord;
  readonly id: TrailId;
  /** The outcome of a trail whose run has told and remembered it. */
  readonly isNotifiable?: true;
  /** Under what is remembered what was told of it, where that is not its ARN. */
  readonly key?: string;
}

type Judged = Pick<OutcomeRecord, 'outcome' | 'reason' | 'detail' | 'stage' | 'whoCanAct'>;

/** Every region; stands in for the name of one where a record is about the account. */
export const ALL_REGIONS = '*';
const ADMINISTRATOR = 'an administrator of the account';

/** What a sweep saw of a region as a whole: nothing where there was no time for it. */
export function regionRecord(
  stamp: RecordHeader,
  trigger: SweepTrigger,
  account: SweptAccount,
  region: RegionScan,
): SweepRecord | undefined {
  if (region.seen === 'left') return undefined;
  const judged = region.seen === 'listed' ? inOrder('Its trails were listed.') : unlisted(region.seen, region.error);
  return about(stamp, trigger, anyTrail({ ...account, region: region.region }), judged);
}

/** The record of a sweep that could not learn which regions there are. */
export function regionsUnreadRecord(
  stamp: RecordHeader,
  trigger: SweepTrigger,
  account: SweptAccount,
  error: AwsError,
): SweepRecord {
  return about(stamp, trigger, anyTrail({ ...account, region: ALL_REGIONS }), {
    ...unlisted('unread', error),
    detail: `${said(error)}: only the regions of trailmend's own stacks were swept`,
  });
}

/** The record of the account as a whole; nothing where a rule about it is undecided and none known to be broken. */
export function accountRecord(
  stamp: RecordHeader,
  trigger: SweepTrigger,
  account: SweptAccount,
  findings: readonly AccountFinding[],
): SweepRecord | undefined {
  const broken = findings.filter(({ verdict }) => verdict === 'violated');
  const id = anyTrail({ ...account, region: ALL_REGIONS });
  if (findings.length === 0) return about(stamp, trigger, id, inOrder('A multi-region trail covers it.'));
  if (broken.length === 0) return undefined;
  const judged: Judged = {
    outcome: 'BLOCKED',
    reason: 'not-covered',
    detail: 'trailmend makes no trails: where they deliver to, and what they record, is for people to decide.',
    whoCanAct: `${ADMINISTRATOR}, by making a multi-region trail`,
  };
  return about(stamp, trigger, id, judged, findings);
}

const RULE_PROBLEMS: Readonly<Record<Exclude<EventRuleStatus, 'yes'>, string>> = {
  'rule-missing': 'does not exist',
  'rule-disabled': 'is disabled',
  'rule-changed': 'has another event pattern than trailmend gave it',
  'rule-without-target': 'does not hand on what it hears',
};

/** The record of whether trailmend hears of changes in a region; people are told of it beside what they are told of the region's trails. */
export function listeningRecord(
  stamp: RecordHeader,
  trigger: SweepTrigger,
  account: SweptAccount,
  region: string,
  listening: Fact<EventRuleStatus>,
): SweepRecord {
  const id = anyTrail({ ...account, region });
  const judged = judgedListening(`the EventBridge rule ${TRAIL_CHANGES_RULE} in ${region}`, listening);
  return { ...about(stamp, trigger, id, judged), key: `${id.arn} listening` };
}

function judgedListening(rule: string, listening: Fact<EventRuleStatus>): Judged {
  if (!listening.read) {
    const detail = `Whether ${rule} is in order could not be read: ${listening.why}`;
    return { outcome: 'FAILED', reason: 'not-listening', detail, stage: 'observe', whoCanAct: ADMINISTRATOR };
  }
  if (listening.value === 'yes') return inOrder(`${rule} hands on what it hears.`);
  const detail = `${rule} ${RULE_PROBLEMS[listening.value]}: changes of trails there may be found by sweeps alone.`;
  const whoCanAct = 'whoever deploys trailmend, by deploying it again';
  return { outcome: 'BLOCKED', reason: 'not-listening', detail, whoCanAct };
}

function inOrder(detail: string): Judged {
  return { outcome: 'COMPLIANT', reason: 'nothing-to-do', detail };
}

/** The record of an organization's trail that a member account sees: it is judged in the account that owns it. */
export function memberRecord(stamp: RecordHeader, trigger: SweepTrigger, id: TrailId): SweepRecord {
  const { reason, detail, whoCanAct } = seenFromMember(id);
  return about(stamp, trigger, id, { outcome: 'SKIPPED', reason, detail, whoCanAct });
}

function unlisted(seen: 'closed' | 'unread', error: AwsError): Judged {
  return seen === 'closed'
    ? {
        outcome: 'SKIPPED',
        reason: 'region-closed',
        detail: `A service control policy closes the region: ${said(error)}`,
        whoCanAct: 'an administrator of the organization',
      }
    : { outcome: 'FAILED', reason: 'unread-fact', detail: said(error), stage: 'observe', whoCanAct: ADMINISTRATOR };
}

function about(
  stamp: RecordHeader,
  trigger: SweepTrigger,
  id: TrailId,
  judged: Judged,
  findings: readonly AccountFinding[] = [],
): SweepRecord {
  const record: OutcomeRecord = {
    version: 1,
    ...stamp,
    trailArn: id.arn,
    trigger,
    ...judged,
    findings,
    remaining: findings,
    plan: { steps: [], refused: [] },
    applied: [],
  };
  return { record, id };
}

function said({ operation, code, message }: AwsError): string {
  return `${operation} answered ${code}: ${message}`;
}

/** A region whose trails could not be listed: closed by the organization, or unread for another reason. */
export function unlistedRegion(region: string, error: AwsError): RegionScan {
  const denied = /^AccessDenied|^UnauthorizedOperation/.test(error.code);
  const closed = denied && BY_SERVICE_CONTROL_POLICY.test(error.message);
  return { region, seen: closed ? 'closed' : 'unread', error };
}
