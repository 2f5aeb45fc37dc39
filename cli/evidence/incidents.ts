import { DAY_MS, HOUR_MS } from '../../lambda/core/model/age.ts';
import { actionable, isAboutTrail, weakenings } from '../../lambda/core/model/finding.ts';
import { DECIDED_LATER, type OutcomeRecord, type OutcomeWord } from '../../lambda/core/model/outcome.ts';
import { isAboutWeakening, type RuleId } from '../../lambda/core/model/rule-catalog.ts';
import { callOf } from '../../lambda/core/model/trigger.ts';
import { breakingCall, callFrom, otherCall } from './calls.ts';
import type { Incident, OtherCall, TrailEvidence } from './schema.ts';

/** What the records of a trail say about a period. */
export interface Past {
  /** Oldest first. Only the last one can lack a repair. */
  readonly incidents: readonly Incident[];
  readonly otherCalls: readonly OtherCall[];
  readonly watched: TrailEvidence['watched'];
  /** The time of the last record that says that the trail is compliant. */
  readonly lastCompliant?: string;
  /** The first of the last records that say so, without a pause. Absent: the last one does not. */
  readonly goodSince?: string;
}

export const GOOD: ReadonlySet<OutcomeWord> = new Set(['COMPLIANT', 'FIXED', 'VERIFIED']);

export const NOTHING: Past = { incidents: [], otherCalls: [], watched: [] };

/** @param records those of one trail, oldest first */
export function pastOf(records: readonly OutcomeRecord[]): Past {
  return records.reduce<Past>(next, NOTHING);
}

function next(past: Past, record: OutcomeRecord): Past {
  const other = otherCall(record);
  const isGood = GOOD.has(record.outcome) && !DECIDED_LATER.has(record.reason);
  const watched = watchedAfter(past.watched, record);
  const goesOn = past.goodSince !== undefined && watched.length === past.watched.length && !isBroken(record);
  return {
    incidents: incidentsAfter(past, record),
    otherCalls: other ? [...past.otherCalls, other] : past.otherCalls,
    watched,
    ...lastCompliantOf(isGood ? record.time : past.lastCompliant),
    ...(isGood && { goodSince: goesOn ? past.goodSince : record.time }),
  };
}

/** A sweep judges every trail at least once in 24 hours, and takes a few minutes. */
const LONGEST_PAUSE_MS = DAY_MS + HOUR_MS;

/** A run that failed judged nothing. */
function watchedAfter(watched: Past['watched'], { time, outcome }: OutcomeRecord): Past['watched'] {
  if (outcome === 'FAILED') return watched;
  const last = watched.at(-1);
  if (!last || Date.parse(time) - Date.parse(last.to) > LONGEST_PAUSE_MS) return [...watched, { from: time, to: time }];
  return [...watched.slice(0, -1), { from: last.from, to: time }];
}

function incidentsAfter({ incidents, lastCompliant }: Past, record: OutcomeRecord): readonly Incident[] {
  const last = incidents.at(-1);
  const open = last && !last.repaired ? last : undefined;
  const before = open ? incidents.slice(0, -1) : incidents;
  if (!open && !isBroken(record)) return withDelivery(incidents, record);
  const incident = merged(open ?? begun(record, lastCompliant), record);
  return [...before, GOOD.has(record.outcome) ? repaired(incident, record) : incident];
}

/** A late delivery counts only when a second look confirms it. */
function isBroken({ findings, reason }: OutcomeRecord): boolean {
  if (reason === 'trail-deleted') return true;
  return reason !== 'awaiting-second-look' && brokenRules(findings).length > 0;
}

/** What people call broken: an undecided rule is no incident. */
function violations(findings: OutcomeRecord['findings']) {
  const isViolated = ({ verdict }: { readonly verdict: string }) => verdict === 'violated';
  return [...actionable(findings), ...weakenings(findings)].filter(isViolated).filter(isAboutTrail);
}

function brokenRules(findings: OutcomeRecord['findings']): readonly RuleId[] {
  return [...new Set(violations(findings).map(({ rule }) => rule))];
}

function begun(record: OutcomeRecord, lastCompliant: string | undefined): Incident {
  const call = breakingCall(record);
  const found = { began: record.time, ...lastCompliantOf(lastCompliant) };
  return { ...(call ? { began: call.time } : found), kind: 'broken', calls: [], rules: [], saw: [] };
}

/** The incident with what a record adds to it. */
function merged(incident: Incident, record: OutcomeRecord): Incident {
  const call = breakingCall(record);
  const isNew = call && !incident.calls.some(({ eventId }) => eventId === call.eventId);
  const rules = [...new Set([...incident.rules, ...brokenRules(record.findings)])];
  const saw = violations(record.findings).map(({ evidence }) => evidence.saw);
  const isDeleted = incident.kind === 'deleted' || record.reason === 'trail-deleted';
  return {
    ...incident,
    kind: isDeleted ? 'deleted' : rules.every(isAboutWeakening) ? 'weakened' : 'broken',
    calls: isNew ? [...incident.calls, call] : incident.calls,
    rules,
    saw: [...new Set([...incident.saw, ...saw])],
  };
}

function repaired(incident: Incident, { id, time, outcome, applied, trigger }: OutcomeRecord): Incident {
  const call = callOf(trigger);
  const isByOthers = outcome === 'COMPLIANT';
  const operations = applied.filter(({ result }) => result === 'done').map(({ step }) => step.operation);
  return {
    ...incident,
    repaired: {
      time,
      by: isByOthers ? 'others' : 'trailmend',
      operations: [...new Set(operations)],
      seconds: Math.max(0, (Date.parse(time) - Date.parse(incident.began)) / 1000),
      ...(isByOthers && call && { call: callFrom(call) }),
      ...(outcome === 'VERIFIED' && { deliverySeen: time }),
      recordId: id,
    },
  };
}

/** AWS has delivered since the last repair. */
function withDelivery(incidents: readonly Incident[], { outcome, time }: OutcomeRecord): readonly Incident[] {
  const last = incidents.at(-1);
  if (outcome !== 'VERIFIED' || !last?.repaired || last.repaired.deliverySeen !== undefined) return incidents;
  return [...incidents.slice(0, -1), { ...last, repaired: { ...last.repaired, deliverySeen: time } }];
}

function lastCompliantOf(time: string | undefined): { readonly lastCompliant?: string } {
  return time === undefined ? {} : { lastCompliant: time };
}
