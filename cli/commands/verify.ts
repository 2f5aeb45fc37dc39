import { assessTrail } from '../../lambda/app/assess-trail.ts';
import { isoTime } from '../../lambda/app/ports.ts';
import { NO_HISTORY } from '../../lambda/core/model/facts.ts';
import { parseTrailArn, type TrailId } from '../../lambda/core/model/trail-id.ts';
import { type DeliveryState, deliveryState } from '../delivery-state.ts';
import { judgeTrails, type TrailOptions } from '../judged-trails.ts';
import { deliveryText } from '../output/delivery.ts';
import type { Terminal } from '../terminal.ts';

export interface VerifyOptions extends TrailOptions {
  /** Polls until AWS has delivered since the command started, or something is wrong. */
  readonly wait?: boolean;
  /** In minutes. */
  readonly timeout: number;
}

/** CloudTrail delivers every few minutes, and allows ten reads a second in a Region. */
const POLL_MS = 5_000;

/**
 * `trailmend verify [TRAIL]`: whether AWS delivers the events of trails to CloudWatch Logs.
 * @returns 0 when it delivers those of every trail, else 1
 */
export async function runVerify(
  trail: string | undefined,
  { wait, timeout, ...options }: VerifyOptions,
  terminal: Terminal,
): Promise<number> {
  const { settings, ports, trails, isComplete } = await judgeTrails(trail, options, terminal);
  const { clock } = ports;
  const ids = trails.flatMap(({ subject }) => parseTrailArn(subject.arn) ?? []);
  const [began, end] = [clock.now(), clock.now() + timeout * 60_000];
  const since = wait ? new Date(began).toISOString() : undefined;
  const look = async (id: TrailId): Promise<DeliveryState> => {
    const facts = await ports.observe(id, isoTime(clock), NO_HISTORY);
    return deliveryState(assessTrail(facts, settings, NO_HISTORY), since);
  };
  for (;;) {
    const states = await Promise.all(ids.map(async (id) => ({ id, ...(await look(id)) })));
    const waiting = states.filter(({ state }) => state === 'waiting');
    if (!wait || waiting.length === 0 || clock.now() > end) {
      terminal.write(deliveryText(states));
      return isComplete && states.every(({ state }) => state === 'delivers') ? 0 : 1;
    }
    terminal.progress(`Waiting for ${waiting.map(({ id }) => id.name).join(', ')} since ${since} …`);
    await clock.sleep(POLL_MS);
  }
}
