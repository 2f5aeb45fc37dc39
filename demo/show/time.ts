import { seconds } from '../screen.ts';
import type { Timing } from '../timing.ts';
import { type Row, table } from './table.ts';

/** How long the repair took, and what of it was waiting on purpose. */
export function timeLines(timing: Timing | undefined, settleSeconds: number): readonly string[] {
  if (timing === undefined) return ['unknown: the calls did not pass the gate'];
  const { totalMs, settlingMs, roleMs, trigger } = timing;
  const [settling, rest] =
    settlingMs > 0
      ? [`while the creator finishes (SettleSeconds ${settleSeconds}, default 20)`, 'its last look and UpdateTrail']
      : [`none: ${trigger} is acted on at once`, 'event, rule, start of the function, its calls'];
  const role: readonly Row[] =
    roleMs > 0 ? [['  the role', seconds(roleMs).padStart(6), 'UpdateTrail again until CloudTrail sees it']] : [];
  return [
    ...table([
      ['CreateTrail to the repair', seconds(totalMs).padStart(6), ''],
      ['  settling', seconds(settlingMs).padStart(6), settling],
      ...role,
      ['  the rest', seconds(totalMs - settlingMs - roleMs).padStart(6), rest],
    ]),
    '',
    'The local AWS shows CloudTrail a new role after 8 seconds. On AWS that varies, and the event',
    'itself takes longer to arrive.',
  ];
}
