import { anyTrail, type TrailId } from './arn.ts';
import type { Fact } from './facts.ts';
import type { AccountFinding } from './finding.ts';
import { TRAIL_CHANGES_RULE } from './names.ts';
import type { SweepTrigger } from './occasion.ts';
import type { AwsError, OutcomeRecord } from './outcome-record.ts';
import type { Stamp } from './record.ts';
import { seenFromMember } from './scope.ts';
import type { Listening, SeenRegion } from './seen-region.ts';

/** The account that is swept. */
export interface SweptAccount {
  readonly partition: string;
  readonly account: string;
}

/** A record with what it is about: as messages name it. */
export interface About {
  readonly record: OutcomeRecord;
  readonly id: TrailId;
  /** The outcome of a trail whose run has told and remembered it. */
  readonly isTold?: true;
}

type Judged = Pick<OutcomeRecord, 'outcome' | 'reason' | 'detail' | 'stage' | 'whoCanAct'>;

/** Every region; stands in for the name of one where a record is about the account. */
export const ALL_REGIONS = '*';
const ADMINISTRATOR = 'an administrator of the account';

/** What is to be told of a region as a whole: nothing when its trails could be listed. */
export function regionRecord(
  stamp: Stamp,
  trigger: SweepTrigger,
  account: SweptAccount,
  region: SeenRegion,
): About | undefined {
  if (region.seen !== 'closed' && region.seen !== 'unread') return undefined;
  return about(stamp, trigger, anyTrail({ ...account, region: region.region }), unlisted(region.seen, region.error));
}

/** The record of a sweep that could not learn which regions there are. */
export function regionsUnreadRecord(
  stamp: Stamp,
  trigger: SweepTrigger,
  account: SweptAccount,
  error: AwsError,
): About {
  return about(stamp, trigger, anyTrail({ ...account, region: ALL_REGIONS }), {
    ...unlisted('unread', error),
    detail: `${said(error)}: only the regions of trailmend's own stacks were swept`,
  });
}

/** The record of what is wrong with the account as a whole; nothing where no rule about it is known to be broken. */
export function accountRecord(
  stamp: Stamp,
  trigger: SweepTrigger,
  account: SweptAccount,
  findings: readonly AccountFinding[],
): About | undefined {
  const broken = findings.filter(({ verdict }) => verdict === 'violated');
  if (broken.length === 0) return undefined;
  const judged: Judged = {
    outcome: 'BLOCKED',
    reason: 'not-covered',
    detail: 'trailmend makes no trails: where they deliver to, and what they record, is for people to decide.',
    whoCanAct: `${ADMINISTRATOR}, by making a multi-region trail`,
  };
  return about(stamp, trigger, anyTrail({ ...account, region: ALL_REGIONS }), judged, findings);
}

const DEAF: Readonly<Record<Exclude<Listening, 'yes'>, string>> = {
  'rule-missing': 'does not exist',
  'rule-disabled': 'is disabled',
  'rule-changed': 'has another event pattern than trailmend gave it',
  'rule-without-target': 'does not hand on what it hears',
};

/** The record of a region in which trailmend does not hear of changes, or does not know; nothing where all is in order. */
export function listeningRecord(
  stamp: Stamp,
  trigger: SweepTrigger,
  account: SweptAccount,
  region: string,
  listening: Fact<Listening>,
): About | undefined {
  const id = anyTrail({ ...account, region });
  const rule = `the EventBridge rule ${TRAIL_CHANGES_RULE} in ${region}`;
  if (!listening.read) {
    const detail = `Whether ${rule} is in order could not be read: ${listening.why}`;
    const judged = { outcome: 'FAILED', reason: 'not-listening', detail, stage: 'observe' } as const;
    return about(stamp, trigger, id, { ...judged, whoCanAct: ADMINISTRATOR });
  }
  if (listening.value === 'yes') return undefined;
  const detail = `${rule} ${DEAF[listening.value]}: changes of trails there may be found by sweeps alone.`;
  const whoCanAct = 'whoever deploys trailmend, by deploying it again';
  return about(stamp, trigger, id, { outcome: 'BLOCKED', reason: 'not-listening', detail, whoCanAct });
}

/** The record of an organization's trail that a member account sees: it is judged in the account that owns it. */
export function memberRecord(stamp: Stamp, trigger: SweepTrigger, id: TrailId): About {
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
  stamp: Stamp,
  trigger: SweepTrigger,
  id: TrailId,
  judged: Judged,
  findings: readonly AccountFinding[] = [],
): About {
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
