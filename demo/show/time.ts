import { seconds } from '../screen.ts';
import type { Timing } from '../timing.ts';
import { table } from './table.ts';

/** How long the repair took, and what of it was waiting on purpose. */
export function timeLines(timing: Timing | undefined, settleSeconds: number): readonly string[] {
  if (timing === undefined) return ['unknown: the calls did not pass the gate'];
  const { totalMs, settlingMs, trigger } = timing;
  const settling =
    settlingMs > 0
      ? `after ${trigger} trailmend lets the creator finish (SettleSeconds ${settleSeconds} here, 20 by default)`
      : `none: the repair was started by ${trigger}, which is acted on at once`;
  return [
    ...table([
      ['CreateTrail to the repair', seconds(totalMs).padStart(6), ''],
      ['of it settling', seconds(settlingMs).padStart(6), settling],
      ['of it the rest', seconds(totalMs - settlingMs).padStart(6), 'event, rule, start of the function, its calls'],
    ]),
    '',
    'On AWS the event itself takes longer to arrive, and a new role some seconds to become visible to CloudTrail.',
  ];
}
