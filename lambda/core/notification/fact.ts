import { EXCLUDE_TAG } from '../integration/names.ts';
import {
  acceptances,
  actionable,
  type Finding,
  findGap,
  findTooLarge,
  isAboutTrail,
  isViolated,
} from '../model/finding.ts';
import { NOT_OURS, type OutcomeRecord } from '../model/outcome.ts';
import { CONCERNS, type Concern, type RuleId } from '../model/rule-catalog.ts';
import { type CallTrigger, callOf, type Tampering } from '../model/trigger.ts';
import { isUnconfirmed } from './unconfirmed.ts';
import { ACCEPTED, acceptanceFact, isWeakenedBy, weakeningFact } from './weakening-fact.ts';

const BY_TAMPERING: Readonly<
  Record<Exclude<Tampering, 'denied-attempt' | 'exclusion-changed' | 'accept-tag'>, string>
> = {
  stopped: 'logging stopped on',
  blanked: 'CloudWatch Logs delivery removed from',
  deleted: 'deletion of',
  'log-group-deleted': 'log group deleted for',
  'log-stream-deleted': 'log stream deleted for',
  'log-group-untagged': 'tag removed from the log group of',
};

/** The concerns that a message names, most important first. */
const BY_CONCERN: readonly { readonly concerns: readonly Concern[]; readonly fact: string }[] = [
  { concerns: ['log-group', 'role', 'delivery'], fact: 'CloudWatch Logs delivery broken on' },
  { concerns: ['logging'], fact: 'logging is off on' },
  { concerns: ['metric-filters'], fact: 'metric filters missing on' },
  { concerns: ['retention'], fact: 'log retention too short on' },
];
const NOT_SET: ReadonlySet<RuleId> = new Set(['log-group-not-set', 'role-not-set']);

/** What callers of other calls did to the trail. */
const DEEDS: Readonly<Record<string, string>> = {
  CreateTrail: 'created',
  StartLogging: 'started',
  AddTags: 'tagged',
  RemoveTags: 'tagged',
};

/** The findings of a message: those that were repaired, or those that remain. */
export function openFindings({ outcome, findings, remaining }: OutcomeRecord): readonly Finding[] {
  return actionable((outcome === 'FIXED' ? findings : remaining).filter(isAboutTrail));
}

/** What happened, in at most 44 characters, before the name of the trail: `logging stopped on`. */
export function trailFact(record: OutcomeRecord): string {
  const call = callOf(record.trigger);
  return (call && callFact(call, record)) ?? stateFact(record);
}

/** How the caller relates to the fact: ` by` if the call is the fact, else `, created by`. */
export function actorRelation(record: OutcomeRecord, call: CallTrigger): string {
  return isDeed(record, call) ? ' by' : `, ${DEEDS[call.eventName] ?? 'changed'} by`;
}

/** Whether the call itself is what happened. */
export function isDeed(record: OutcomeRecord, call: CallTrigger): boolean {
  return callFact(call, record) !== undefined;
}

const SWITCHED_OFF = 'trailmend switched off for';

/** The fact of a call that people want to know whatever the state of the trail is. */
function callFact(call: CallTrigger, record: OutcomeRecord): string | undefined {
  const { tampering, eventName } = call;
  const { outcome, reason, unconfirmed } = record;
  if (unconfirmed !== undefined && !isUnconfirmed(record)) return undefined;
  if (tampering === 'denied-attempt') return `${eventName} on`;
  if (tampering === undefined) return isWeakenedBy(call, record) ? weakeningFact(record) : undefined;
  if (tampering === 'accept-tag') return acceptanceFact(record);
  if (tampering !== 'exclusion-changed') return BY_TAMPERING[tampering];
  if (reason === 'excluded-by-tag' && unconfirmed === undefined) return SWITCHED_OFF;
  if (reason === 'exclusion-not-understood') return `tag ${EXCLUDE_TAG} not understood on`;
  return outcome === 'COMPLIANT' || outcome === 'SKIPPED' ? `tag ${EXCLUDE_TAG} changed on` : undefined;
}

function stateFact(record: OutcomeRecord): string {
  const { outcome, reason, remaining, repeats = [] } = record;
  const open = openFindings(record);
  const isSettled = outcome === 'VERIFIED' || reason === 'awaiting-delivery';
  if (repeats.length > 0 && (isSettled || open.length === 0)) {
    return `${repeats.reduce((sum, { count }) => sum + count, 0)} repeated calls against`;
  }
  if (reason === 'trail-deleted') return BY_TAMPERING.deleted;
  if (record.exclusion?.now !== undefined) return SWITCHED_OFF;
  if (findGap(remaining)) return 'recording interrupted on';
  if (reason === 'exclusion-not-understood') return 'exclusion not understood for';
  if (outcome === 'VERIFIED') return 'CloudWatch Logs delivery verified for';
  if (reason === 'late-delivery' || reason === 'awaiting-second-look') return 'CloudWatch Logs delivery late for';
  if (reason === 'not-delivered') return 'CloudWatch Logs delivery still failing for';
  const weakened = weakeningFact(record);
  if (weakened !== undefined) return weakened;
  if (acceptances(remaining).length > 0) return ACCEPTED;
  const violated = open.filter(isViolated).map(({ rule }) => rule);
  const known = BY_CONCERN.find(({ concerns }) => violated.some((rule) => concerns.includes(CONCERNS[rule])));
  if (violated.some((rule) => NOT_SET.has(rule))) return 'CloudWatch Logs delivery missing on';
  if (known) return known.fact;
  if (reason === 'undecided') return 'CloudWatch Logs delivery unconfirmed for';
  if (open.length > 0) return 'could not read';
  if (findTooLarge(remaining)) return 'event too large for CloudWatch Logs on';
  if (record.exclusion) return 'exclusion ended for';
  const isResolved = outcome === 'COMPLIANT' || (outcome === 'SKIPPED' && !NOT_OURS.has(reason));
  return isResolved ? 'findings resolved on' : 'check of';
}
