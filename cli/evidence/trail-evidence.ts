import { type Fact, isRead, type NotAsked, whyUnknown } from '../../lambda/core/model/fact.ts';
import { existingGroup, type TrailFacts } from '../../lambda/core/model/facts.ts';
import { isAboutTrail } from '../../lambda/core/model/finding.ts';
import type { TrailMemory } from '../../lambda/core/model/memory.ts';
import { DECIDED_LATER, type OutcomeRecord, type OutcomeWord } from '../../lambda/core/model/outcome.ts';
import type { TrailSubject } from '../../lambda/core/model/subject.ts';
import { deliveryState } from '../delivery-state.ts';
import { checksOf, unknownChecks } from './checks.ts';
import { GOOD, NOTHING, type Past, pastOf } from './incidents.ts';
import type { Known, TrailEvidence } from './schema.ts';

/** A log stream, with the last time at which CloudWatch Logs took events into it. */
export interface RecentStream {
  readonly name: string;
  readonly created?: string;
  readonly lastIngestion?: string;
}

/** One trail as the report finds it. */
export interface LookedAtTrail {
  readonly record: OutcomeRecord & { readonly subject: TrailSubject };
  /** Absent: the trail is out of scope, and its facts were not read. */
  readonly facts?: TrailFacts;
  readonly streams: Fact<readonly RecentStream[]>;
}

/** What is known about the past of a trail. */
export interface KnownPast {
  /** Oldest first. */
  readonly records: readonly OutcomeRecord[];
  readonly memory?: TrailMemory;
}

export function trailEvidence(looked: LookedAtTrail, past: Known<KnownPast>): TrailEvidence {
  const { record, facts } = looked;
  const { subject, outcome, reason, detail, whoCanAct, remaining } = record;
  const { arn, name, region, account } = subject;
  const found: Past = past.known ? pastOf([...past.value.records, record]) : NOTHING;
  return {
    ...{ arn, name, region, account, verdict: verdictOf(record), outcome, reason, detail },
    ...(whoCanAct !== undefined && { whoCanAct }),
    findings: remaining,
    ...stateOf(looked),
    compliantSince: compliantSince(record, found, past),
    watched: found.watched,
    incidents: found.incidents,
    otherCalls: found.otherCalls,
    checks: facts ? checksOf(facts, remaining.filter(isAboutTrail)) : unknownChecks(),
  };
}

/** A trail that is gone, and what happened to it in the period. */
export function deletedTrail(subject: TrailSubject, records: readonly OutcomeRecord[]): TrailEvidence {
  const { arn, name, region, account } = subject;
  const why = { known: false, why: 'the trail does not exist' } as const;
  const detail = records.at(-1)?.detail ?? '';
  const { lastCompliant: _, ...past } = pastOf(records);
  return {
    ...{ arn, name, region, account, verdict: 'deleted', outcome: 'SKIPPED', reason: 'trail-deleted', detail },
    ...{ findings: [], logGroupArn: why, roleArn: why, isLogging: why, logGroup: why, delivery: why, streams: why },
    compliantSince: why,
    ...past,
    checks: unknownChecks(),
  };
}

const VERDICTS: Readonly<Record<OutcomeWord, TrailEvidence['verdict']>> = {
  COMPLIANT: 'compliant',
  FIXED: 'compliant',
  VERIFIED: 'compliant',
  WOULD_FIX: 'not-compliant',
  BLOCKED: 'not-compliant',
  FAILED: 'undecided',
  SKIPPED: 'out-of-scope',
};

function verdictOf({ outcome, reason }: OutcomeRecord): TrailEvidence['verdict'] {
  return DECIDED_LATER.has(reason) ? 'undecided' : VERDICTS[outcome];
}

type State = Pick<TrailEvidence, 'logGroupArn' | 'roleArn' | 'isLogging' | 'logGroup' | 'delivery' | 'streams'>;

function stateOf({ record, facts, streams }: LookedAtTrail): State {
  if (!facts) {
    const why = { known: false, why: `trailmend did not read the trail: ${record.detail}` } as const;
    return { logGroupArn: why, roleArn: why, isLogging: why, logGroup: why, delivery: why, streams: why };
  }
  const { trail, status } = facts;
  return {
    logGroupArn: knownFrom(trail, ({ logGroupArn }) => logGroupArn),
    roleArn: knownFrom(trail, ({ roleArn }) => roleArn),
    isLogging: knownFrom(status, ({ isLogging }) => isLogging),
    logGroup: groupOf(facts),
    delivery: knownFrom(status, ({ logsDeliveryError, deliveryError }) => {
      const { state, logs, bucket } = deliveryState({ facts, findings: record.remaining.filter(isAboutTrail) });
      return {
        state,
        ...(logs !== undefined && { logs }),
        ...(bucket !== undefined && { bucket }),
        ...(logsDeliveryError !== undefined && { logsError: logsDeliveryError }),
        ...(deliveryError !== undefined && { bucketError: deliveryError }),
      };
    }),
    streams: knownFrom(streams, (value) => value),
  };
}

function groupOf(facts: TrailFacts): TrailEvidence['logGroup'] {
  const group = existingGroup(facts);
  if (!group) return { known: false, why: noGroup(facts) };
  const { name, class: groupClass, retentionDays, createdMs } = group;
  const created = createdMs === undefined ? {} : { created: new Date(createdMs).toISOString() };
  const value = { name, class: groupClass, ...(retentionDays !== undefined && { retentionDays }), ...created };
  return { known: true, value };
}

function noGroup({ currentGroup, trail }: TrailFacts): string {
  if (!currentGroup.read) return currentGroup.why;
  if (currentGroup.value === 'missing') return 'the log group does not exist';
  const isElsewhere = trail.read && trail.value.logGroupArn !== '';
  return isElsewhere ? "it is not in the trail's account and home Region" : 'the trail names no log group';
}

function compliantSince(
  { time }: OutcomeRecord,
  { incidents, watched, goodSince }: Past,
  past: Known<KnownPast>,
): TrailEvidence['compliantSince'] {
  if (!past.known) return past;
  if (goodSince === undefined) return { known: false, why: 'the trail is not compliant now' };
  const repaired = incidents.at(-1)?.repaired;
  if (repaired?.time === goodSince) {
    return { known: true, value: { time: goodSince, isAtLeast: repaired.by === 'others' } };
  }
  const { last } = past.value.memory ?? {};
  // The ledger knows the time before the period only while nothing changed in the period.
  const remembered = goodSince === watched[0]?.from && last && GOOD.has(last.outcome) ? [last.time] : [];
  const [first] = [...remembered, ...(goodSince === time ? [] : [goodSince])].toSorted();
  const isFirst = past.value.records.length === 0;
  const why = isFirst ? 'trailmend has not judged the trail before' : 'trailmend did not judge it in the day before';
  if (first === undefined) return { known: false, why };
  return { known: true, value: { time: first, isAtLeast: true } };
}

function knownFrom<T, U>(fact: Fact<T> | NotAsked, map: (value: T) => U): Known<U> {
  return isRead(fact) ? { known: true, value: map(fact.value) } : { known: false, why: whyUnknown(fact) };
}
