import { seconds } from '../screen.ts';
import type { Timing } from '../timing.ts';
import { table } from './table.ts';

/** How long the repair took, and what of it was waiting on purpose. */
export function timeLines(timing: Timing | undefined, settleSeconds: number): readonly string[] {
  if (timing === undefined) return ['unknown: the calls did not pass the gate'];
  const { totalMs, settlingMs, trigger } = timing;
  const [settling, rest] =
    settlingMs > 0
      ? [`while the creator finishes (SettleSeconds ${settleSeconds}, default 20)`, 'its last look and UpdateTrail']
      : [`none: ${trigger} is acted on at once`, 'event, rule, start of the function, its calls'];
  return [
    ...table([
      ['CreateTrail to the repair', seconds(totalMs).padStart(6), ''],
      ['  settling', seconds(settlingMs).padStart(6), settling],
      ['  the rest', seconds(totalMs - settlingMs).padStart(6), rest],
    ]),
    '',
    'On AWS the event itself takes longer to arrive, and CloudTrail sees a new role only after some',
    'seconds: trailmend tries again until it does.',
  ];
}
