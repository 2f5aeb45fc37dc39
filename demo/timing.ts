import type { OutcomeRecord } from '../lambda/core/model/outcome.ts';
import { callOf } from '../lambda/core/model/trigger.ts';
import type { LocalAws } from '../local/local-aws.ts';

/** How long a repair took, in milliseconds. */
export interface Timing {
  /** From the moment at which CreateTrail was called to the answer to the UpdateTrail that repaired. */
  readonly totalMs: number;
  /** The part of it in which the function waited for the creator to finish. */
  readonly settlingMs: number;
  /** The part of it, after settling, in which CloudTrail did not see the new role yet: from the first refusal to the repair. */
  readonly roleMs: number;
  /** The call whose event started the run that repaired. */
  readonly trigger: string;
}

/** Measured at the gate; undefined when one of the two calls did not pass it. */
export function timingOf(
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
  const [made, repaired] = [Date.parse(creation.time), Date.parse(repair.time)];
  // Events tell whole seconds, so settling can end up to a second early.
  const settled = Date.parse(call.eventTime) + settleSeconds * 1000;
  const settling = repaired >= settled ? settled - made : 0;
  return {
    totalMs: repaired + repair.milliseconds - made,
    settlingMs: settling,
    roleMs: refused === undefined ? 0 : repaired - Math.max(Date.parse(refused.time), made + settling),
    trigger: call.eventName,
  };
}
