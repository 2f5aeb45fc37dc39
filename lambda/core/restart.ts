import type { TrailFacts } from './facts.ts';
import type { Finding } from './finding.ts';
import type { TrailMemory } from './ledger.ts';
import { callOf, isStartedBy, type Trigger } from './occasion.ts';
import type { Refusal } from './plan.ts';
import type { Settings } from './settings.ts';
import type { Operation, Step } from './step.ts';

/** A trail that is younger than this is still being made by somebody: starting it is theirs. */
const JUST_MADE_MS = 2 * 60 * 1000;

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
  { now }: TrailFacts,
  trigger: Trigger,
  { restartLogging }: Settings,
  { seenLogging }: TrailMemory,
): Omit<Refusal, 'rule'> | undefined {
  if (verdict === 'undecided') {
    return {
      reason: 'unread-fact',
      detail: `whether the trail is logging could not be read: ${evidence.saw}`,
      whoCanAct: 'an administrator of the account',
    };
  }
  const owner = 'the owner of the trail, with StartLogging';
  if (restartLogging === 'never') {
    return { reason: 'restart-not-allowed', detail: 'RestartLogging is "never"', whoCanAct: owner };
  }
  if (isJustMade(trigger, now)) {
    return { reason: 'trail-just-made', detail: 'the trail was made less than 2 minutes ago', whoCanAct: owner };
  }
  if (restartLogging === 'seen' && seenLogging === undefined && !isStartedBy(trigger, 'StopLogging')) {
    return {
      reason: 'restart-not-allowed',
      detail:
        'RestartLogging is "seen", no StopLogging started this run, and the ledger never saw the trail logging: it may be parked on purpose',
      whoCanAct: owner,
    };
  }
  return undefined;
}

function isJustMade(trigger: Trigger, now: string): boolean {
  const call = callOf(trigger);
  return call?.eventName === 'CreateTrail' && Date.parse(now) - Date.parse(call.eventTime) < JUST_MADE_MS;
}
