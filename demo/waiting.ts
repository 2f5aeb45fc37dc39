import { callOf } from '../lambda/core/occasion.ts';
import type { OutcomeWord } from '../lambda/core/outcome-record.ts';
import { dealtWith } from './function-log.ts';
import { type SeenTrail, seenDelivery, seenTrail } from './look.ts';
import type { Stage } from './scenario.ts';
import type { Told } from './subscriber.ts';
import { trailArnOf } from './trails.ts';
import { PATIENCE_MS, until } from './until.ts';

type Waiting = Pick<Stage, 'administrator' | 'subscriber' | 'signal'>;

/** What starts a run when no call did. */
export const SWEEP = 'sweep';

/** The trail, as soon as it names a log group and a role. */
export function integratedTrail({ administrator, signal }: Waiting, trail: string): Promise<SeenTrail> {
  const look = async () => {
    const seen = await seenTrail(administrator, trail);
    return seen.logGroupArn && seen.roleArn ? seen : undefined;
  };
  return until(`The repair of the trail ${trail}`, look, { withinMs: PATIENCE_MS, signal });
}

/** Waits until AWS has delivered a trail's events to CloudWatch Logs. */
export async function delivered({ administrator, signal }: Waiting, trail: string): Promise<void> {
  const look = async () => (await seenDelivery(administrator, trail)).at;
  await until(`A delivery of the trail ${trail}`, look, { withinMs: PATIENCE_MS, signal });
}

/** The first message about a trail with this outcome; where a call or `sweep` is named, of the run that it started. */
export function messageAbout(
  { administrator, subscriber, signal }: Waiting,
  trail: string,
  outcome: OutcomeWord,
  startedBy?: string,
): Promise<Told> {
  const trailArn = trailArnOf(administrator, trail);
  const look = async () =>
    (await subscriber.told()).find(
      ({ record }) =>
        record.trailArn === trailArn &&
        record.outcome === outcome &&
        (startedBy === undefined || startedBy === (callOf(record.trigger)?.eventName ?? SWEEP)),
    );
  return until(`The message ${outcome} about the trail ${trail}`, look, { withinMs: PATIENCE_MS, signal });
}

/** Waits until the function has ended its runs for these calls about a trail, so that nothing more is to come of them. */
export async function ranFor(
  { administrator, signal }: Waiting,
  trail: string,
  calls: readonly string[],
): Promise<void> {
  const trailArn = trailArnOf(administrator, trail);
  const look = async () => {
    const dealt = await dealtWith(administrator);
    const ended = dealt.flatMap((line) =>
      line.kind === 'outcome' && line.record.trailArn === trailArn ? callOf(line.record.trigger)?.eventName : [],
    );
    return calls.every((call) => ended.includes(call)) || undefined;
  };
  await until(`The end of the function's runs for ${calls.join(' and ')}`, look, { withinMs: PATIENCE_MS, signal });
}
