import { seconds } from '../screen.ts';
import type { Timing } from '../timing.ts';
import { type Row, table } from './table.ts';

/** The duration of a repair and its parts. */
export function timingLines(timing: Timing | undefined, settleSeconds: number): readonly string[] {
  if (timing === undefined) return ['unknown: CreateTrail or the repair is not in the call log of the local AWS'];
  const { totalMs, settleDelayMs, roleMs, trigger } = timing;
  const [settling, rest] =
    settleDelayMs > 0
      ? [`wait for the creator of the trail (SettleSeconds=${settleSeconds}, default 20)`, 'last reads and UpdateTrail']
      : [`none: trailmend acts on ${trigger} at once`, 'event, event rule, start of the function, its calls'];
  const role: readonly Row[] =
    roleMs > 0
      ? [['  new role', seconds(roleMs).padStart(6), 'retries of UpdateTrail until CloudTrail accepts it']]
      : [];
  return [
    ...table([
      ['CreateTrail to repair', seconds(totalMs).padStart(6), ''],
      ['  settle time', seconds(settleDelayMs).padStart(6), settling],
      ...role,
      ['  other', seconds(totalMs - settleDelayMs - roleMs).padStart(6), rest],
    ]),
    '',
    'In the local AWS, CloudTrail accepts a new role after 8 seconds. In AWS this time varies, and the event',
    'takes longer to arrive.',
  ];
}
