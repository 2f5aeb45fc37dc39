import type { OutcomeRecord } from '../lambda/core/model/outcome.ts';
import { callOf } from '../lambda/core/model/trigger.ts';
import type { LocalAws } from '../local/local-aws.ts';

/** The duration of a repair and its parts, in milliseconds. */
export interface Timing {
  /** From the call of CreateTrail to the response of the UpdateTrail that repaired the trail. */
  readonly totalMs: number;
  /** The part in which the function waited for the settle time. */
  readonly settleDelayMs: number;
  /** The part after the settle time in which CloudTrail rejected the new role. */
  readonly roleMs: number;
  /** The call whose event started the run that repaired the trail. */
  readonly trigger: string;
}

/**
 * Measures a repair by the calls that passed the gate. Undefined when CreateTrail or the repair is
 * not among them.
 */
export function measureRepair(
  aws: Pick<LocalAws, 'calls'>,
  { trigger }: OutcomeRecord,
  settleSeconds: number,
): Timing | undefined {
  const calls = aws.calls();
  const repair = calls.find(
    ({ caller, operation, status }) => caller === 'function' && operation === 'UpdateTrail' && status === 200,
  );
  const refused = calls.find(
    ({ caller, operation, errorCode }) =>
      caller === 'function' && operation === 'UpdateTrail' && errorCode?.startsWith('InvalidCloudWatchLogs'),
  );
  const creation = calls.findLast(({ caller, operation }) => caller !== 'function' && operation === 'CreateTrail');
  const call = callOf(trigger);
  if (repair === undefined || creation === undefined || call === undefined) return undefined;
  const [created, repaired] = [Date.parse(creation.time), Date.parse(repair.time)];
  // Event times are in seconds, so the settle time can end up to a second early.
  const settledAt = Date.parse(call.eventTime) + settleSeconds * 1000;
  const settleDelayMs = repaired >= settledAt ? settledAt - created : 0;
  return {
    totalMs: repaired + repair.milliseconds - created,
    settleDelayMs,
    roleMs: refused === undefined ? 0 : repaired - Math.max(Date.parse(refused.time), created + settleDelayMs),
    trigger: call.eventName,
  };
}
