import type { TrailFacts, TrailStatus } from '../model/facts.ts';
import type { Finding } from '../model/finding.ts';
import { NO_MEMORY, type TrailMemory } from '../model/memory.ts';
import { type Plan, type RefusalCause, unreadFact } from '../model/plan.ts';
import { callOf, isStartedBy, type Trigger } from '../model/trigger.ts';
import { TRAIL_OWNER } from '../model/who-can-act.ts';
import type { PlanContext } from './plan-context.ts';

/** A younger trail, in milliseconds, is still being set up: its creator starts it. */
const JUST_MADE_MS = 2 * 60 * 1000;

/** Starts a trail that does not log, or refuses to. */
export function restart(finding: Finding, facts: TrailFacts, context: PlanContext): Plan {
  const cause = refusalToStart(finding, facts, context);
  if (cause) return { steps: [], refused: [{ rule: finding.rule, ...cause }] };
  return {
    steps: [{ operation: 'StartLogging', input: { Name: facts.id.arn }, needs: [], repairs: [finding.rule] }],
    refused: [],
  };
}

function refusalToStart(
  { verdict, evidence }: Finding,
  { now, status }: TrailFacts,
  { trigger, settings: { restartLogging }, memory = NO_MEMORY }: PlanContext,
): RefusalCause | undefined {
  if (verdict === 'undecided') {
    return unreadFact(`whether the trail is logging could not be read: ${evidence.saw}`);
  }
  const owner = `${TRAIL_OWNER}, with StartLogging`;
  const young = isYoung(now, status.read ? status.value : undefined, trigger, memory);
  const justMade = {
    reason: 'trail-just-made',
    detail: `the trail ${isStartedBy(trigger, 'CreateTrail') ? 'was' : 'has never recorded anything, and may have been'} made less than 2 minutes ago`,
    whoCanAct: owner,
  } as const;
  // The creator's StartLogging, or the next sweep, decides about a trail that a call is about.
  if (young && callOf(trigger)) return justMade;
  if (restartLogging === 'never') {
    return { reason: 'restart-not-allowed', detail: 'RestartLogging is "never"', whoCanAct: owner };
  }
  if (restartLogging === 'seen' && memory.seenLogging === undefined && !isStartedBy(trigger, 'StopLogging')) {
    return {
      reason: 'restart-not-allowed',
      detail:
        'RestartLogging is "seen", no StopLogging started this run, and the ledger never saw the trail logging: it may be parked on purpose',
      whoCanAct: owner,
    };
  }
  return young ? justMade : undefined;
}

/**
 * Whether a trail may have been created within the last two minutes, so that its StartLogging is still to come. AWS does not
 * report when a trail was created. A CreateTrail event does, and a trail is at least as old as its records, as any call about
 * it, and as trailmend's memory of it.
 */
function isYoung(now: string, status: TrailStatus | undefined, trigger: Trigger, { last }: TrailMemory): boolean {
  const isOld = (since: string | undefined): boolean => Date.parse(now) - Date.parse(since ?? now) >= JUST_MADE_MS;
  const call = callOf(trigger);
  if (call?.eventName === 'CreateTrail') return !isOld(call.eventTime);
  if (call?.eventName === 'StopLogging' || hasRecorded(status)) return false;
  return !isOld(call?.eventTime) && !isOld(last?.time);
}

function hasRecorded({ startedLogging, latestDelivery, latestLogsDelivery }: Partial<TrailStatus> = {}): boolean {
  return [startedLogging, latestDelivery, latestLogsDelivery].some((time) => time !== undefined);
}
