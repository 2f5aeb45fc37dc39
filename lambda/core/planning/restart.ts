import { recordedUntil } from '../integration/recording.ts';
import { isOlder } from '../model/age.ts';
import type { TrailFacts } from '../model/facts.ts';
import type { Finding } from '../model/finding.ts';
import { NO_MEMORY, type TrailMemory } from '../model/memory.ts';
import { type Plan, type RefusalCause, refuseAll, unreadFact } from '../model/plan.ts';
import type { Step } from '../model/step.ts';
import type { TrailStatus } from '../model/trail.ts';
import { callOf, isStartedBy, type Trigger } from '../model/trigger.ts';
import { TRAIL_OWNER } from '../model/who-can-act.ts';
import type { PlanContext } from './plan-context.ts';

/** The creator of a younger trail may still start it. */
const NEW_TRAIL_MS = 2 * 60 * 1000;

/** Plans a StartLogging, or refuses it. */
export function restart(finding: Finding, facts: TrailFacts, context: PlanContext): Plan {
  const cause = refusalToStart(finding, facts, context);
  if (cause) return refuseAll([finding], cause);
  const start: Step = { operation: 'StartLogging', input: { Name: facts.id.arn }, needs: [], repairs: [finding.rule] };
  return { steps: [start], refused: [] };
}

function refusalToStart(
  { verdict, evidence }: Finding,
  { now, status }: TrailFacts,
  { trigger, settings: { restartLogging }, memory = NO_MEMORY }: PlanContext,
): RefusalCause | undefined {
  if (verdict === 'undecided') return unreadFact(`whether the trail is logging: ${evidence.saw}`);
  const owner = `${TRAIL_OWNER}, with StartLogging`;
  const young = isYoung(now, status.read ? status.value : undefined, trigger, memory);
  const justMade = {
    reason: 'trail-just-made',
    detail: `the trail ${isStartedBy(trigger, 'CreateTrail') ? 'was' : 'has never recorded anything and may have been'} created less than 2 minutes ago`,
    whoCanAct: owner,
  } as const;
  // After a call, the creator's StartLogging or the next sweep decides.
  if (young && callOf(trigger)) return justMade;
  const notAllowed = (detail: string): RefusalCause => ({ reason: 'restart-not-allowed', detail, whoCanAct: owner });
  if (restartLogging === 'never') return notAllowed('RestartLogging is "never"');
  if (restartLogging === 'seen' && memory.seenLogging === undefined && !recordedUntil(trigger, status, now)) {
    return notAllowed(
      'RestartLogging is "seen", and trailmend has never seen the trail logging: its owner may have stopped it on purpose',
    );
  }
  return young ? justMade : undefined;
}

/**
 * Whether a trail may be younger than two minutes and never started. AWS does not report its age,
 * so the events about it and its memory show it.
 */
function isYoung(now: string, status: TrailStatus | undefined, trigger: Trigger, { last }: TrailMemory): boolean {
  const isOld = (since = now): boolean => isOlder(since, now, NEW_TRAIL_MS);
  const call = callOf(trigger);
  if (call?.eventName === 'CreateTrail') return !isOld(call.eventTime);
  if (call?.eventName === 'StopLogging' || hasRecorded(status)) return false;
  return !isOld(call?.eventTime) && !isOld(last?.time);
}

function hasRecorded({ startedLogging, latestDelivery, latestLogsDelivery }: Partial<TrailStatus> = {}): boolean {
  return [startedLogging, latestDelivery, latestLogsDelivery].some((time) => time !== undefined);
}
