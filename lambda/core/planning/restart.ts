import type { TrailFacts, TrailStatus } from '../model/facts.ts';
import type { Finding } from '../model/finding.ts';
import type { TrailMemory } from '../model/memory.ts';
import type { Refusal } from '../model/plan.ts';
import type { Settings } from '../model/settings.ts';
import type { Operation, Step } from '../model/step.ts';
import { callOf, isStartedBy, type Trigger } from '../model/trigger.ts';

/** A trail that is younger than this, in milliseconds, is still being made by somebody: starting it is theirs. */
export const JUST_MADE_MS: number = 2 * 60 * 1000;

/** Whether a trail that does not log may be started: the step, or why not. */
export function restart(
  finding: Finding,
  facts: TrailFacts,
  trigger: Trigger,
  settings: Settings,
  memory: TrailMemory,
): { readonly step: Step } | { readonly refusal: Refusal } {
  const refusal = refusalToStart(finding, facts, trigger, settings, memory);
  if (refusal) return { refusal: { ...refusal, rule: finding.rule } };
  const none: readonly Operation[] = [];
  return { step: { operation: 'StartLogging', input: { Name: facts.id.arn }, needs: none, repairs: [finding.rule] } };
}

function refusalToStart(
  { verdict, evidence }: Finding,
  { now, status }: TrailFacts,
  trigger: Trigger,
  { restartLogging }: Settings,
  memory: TrailMemory,
): Omit<Refusal, 'rule'> | undefined {
  if (verdict === 'undecided') {
    return {
      reason: 'unread-fact',
      detail: `whether the trail is logging could not be read: ${evidence.saw}`,
      whoCanAct: 'an administrator of the account',
    };
  }
  const owner = 'the owner of the trail, with StartLogging';
  const young = isYoung(now, status.read ? status.value : undefined, trigger, memory);
  const justMade = {
    reason: 'trail-just-made',
    detail: `the trail ${isStartedBy(trigger, 'CreateTrail') ? 'was' : 'has never recorded anything, and may have been'} made less than 2 minutes ago`,
    whoCanAct: owner,
  } as const;
  // The run of a call can wait until it knows better; a sweep says what it sees.
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
 * Whether a trail may have been made within the last two minutes, so that its StartLogging is still to come. AWS does not tell when a trail
 * was made: a CreateTrail does, and a trail is at least as old as whatever it has recorded, any call about it, and what is remembered of it.
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
