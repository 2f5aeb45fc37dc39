import type { OutcomeWord } from '../lambda/core/model/outcome.ts';
import { callOf } from '../lambda/core/model/trigger.ts';
import { describeDelivery, describeTrail, type TrailDescription } from './describe.ts';
import { type LogEntry, readFunctionLog } from './function-log.ts';
import type { Stage } from './scenario.ts';
import type { ReceivedMessage } from './subscriber.ts';
import { trailArnOf } from './trails.ts';
import { until, WAIT_LIMIT_MS } from './until.ts';

type WaitingStage = Pick<Stage, 'administrator' | 'subscriber' | 'signal'>;

/** The trigger of a run that no call started. */
export const SWEEP = 'sweep';
/** Waits until the trail has a log group and a role. */
export function waitForIntegration({ administrator, signal }: WaitingStage, trail: string): Promise<TrailDescription> {
  const probe = async () => {
    const description = await describeTrail(administrator, trail);
    return description.logGroupArn && description.roleArn ? description : undefined;
  };
  return until(`The repair of the trail ${trail}`, probe, { withinMs: WAIT_LIMIT_MS, signal });
}

/** Waits until CloudTrail has delivered events of the trail to CloudWatch Logs. */
export async function waitForDelivery({ administrator, signal }: WaitingStage, trail: string): Promise<void> {
  const probe = async () => (await describeDelivery(administrator, trail)).at;
  await until(`A delivery of the trail ${trail}`, probe, { withinMs: WAIT_LIMIT_MS, signal });
}

/**
 * Waits for the first message about a trail with this outcome.
 * @param trigger the call that must have started the run, or `SWEEP`; without it any run counts
 */
export function waitForMessage(
  { administrator, subscriber, signal }: WaitingStage,
  trail: string,
  outcome: OutcomeWord,
  trigger?: string,
): Promise<ReceivedMessage> {
  const trailArn = trailArnOf(administrator, trail);
  const probe = async () =>
    (await subscriber.received()).find(
      ({ record }) =>
        record.trailArn === trailArn &&
        record.outcome === outcome &&
        (trigger === undefined || trigger === (callOf(record.trigger)?.eventName ?? SWEEP)),
    );
  return until(`The message ${outcome} about the trail ${trail}`, probe, { withinMs: WAIT_LIMIT_MS, signal });
}

/** Waits until the function has finished its runs for these calls about a trail. */
export async function waitForRuns(
  { administrator, signal }: WaitingStage,
  trail: string,
  calls: readonly string[],
): Promise<void> {
  const trailArn = trailArnOf(administrator, trail);
  const probe = async () => {
    const entries = await readFunctionLog(administrator);
    const finished = entries.flatMap((entry) =>
      entry.kind === 'outcome' && entry.record.trailArn === trailArn ? callOf(entry.record.trigger)?.eventName : [],
    );
    return calls.every((call) => finished.includes(call)) || undefined;
  };
  await until(`The end of the function's runs for ${calls.join(' and ')}`, probe, { withinMs: WAIT_LIMIT_MS, signal });
}

/** Waits until the function has logged the record of a message: it publishes the message first. */
export async function waitForLog({ administrator, signal }: WaitingStage, id: string): Promise<readonly LogEntry[]> {
  const probe = async () => {
    const entries = await readFunctionLog(administrator);
    return entries.some((entry) => entry.kind === 'outcome' && entry.record.id === id) ? entries : undefined;
  };
  return until(`The log of the run ${id}`, probe, { withinMs: WAIT_LIMIT_MS, signal });
}
