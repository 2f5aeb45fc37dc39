import type { Plan } from '../../core/model/plan.ts';
import { callOf, type Trigger } from '../../core/model/trigger.ts';
import { JUST_MADE_MS } from '../../core/planning/restart.ts';
import type { Clock } from '../ports.ts';

/**
 * The calls by which somebody makes a trail, and how much later than SettleSeconds after the call the trail is touched.
 * StartLogging and PutEventSelectors follow CreateTrail within seconds; their runs come last and find its run's work done.
 */
const MAKING_MS: Readonly<Record<string, number>> = { CreateTrail: 0, StartLogging: 3_000, PutEventSelectors: 3_000 };

/** How long UpdateTrail has to wait while somebody is making the trail, in milliseconds. */
export function settleDelayMs(trigger: Trigger, settleSeconds: number, clock: Clock): number {
  const call = callOf(trigger);
  const later = call && MAKING_MS[call.eventName];
  if (call === undefined || later === undefined || settleSeconds === 0) return 0;
  const most = settleSeconds * 1000 + later;
  return Math.min(Date.parse(call.eventTime) + most - clock.now(), most);
}

/** How long it has to be waited until a trail that was perhaps just made is no more, in milliseconds. */
export function untilOldMs(trigger: Trigger, { refused }: Plan, clock: Clock): number {
  const call = callOf(trigger);
  if (call === undefined || refused.every(({ reason }) => reason !== 'trail-just-made')) return 0;
  return Math.min(Date.parse(call.eventTime) + JUST_MADE_MS - clock.now(), JUST_MADE_MS);
}
