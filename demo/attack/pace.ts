import { setTimeout as pause } from 'node:timers/promises';
import { WAIT_LIMIT_MS } from '../until.ts';
import type { Scene } from './scene.ts';
import { runSchedule } from './schedule.ts';

/** How long the function makes no call when it is idle: longer than most of its pauses. */
export const IDLE_MS = 3_000;
/** The same without a run about a trail: only such a run pauses. */
export const IDLE_ALONE_MS = 1_000;
const POLL_MS = 200;

/** Starts a sweep as the schedule does. A function that cannot run is a state to report, too. */
export async function sweep(scene: Scene, quietMs: number): Promise<void> {
  await scene.aws.delivered();
  await runSchedule(scene).catch((error: Error) => scene.screen.line(`  The sweep failed: ${error.message}`));
  await idle(scene, quietMs);
}

/** Waits until every event is delivered and the function makes no more calls. */
export async function idle({ aws }: Scene, quietMs: number): Promise<void> {
  await aws.settled();
  const count = () => aws.calls().filter(({ caller }) => caller === 'function').length;
  let [calls, quietSince] = [count(), performance.now()];
  for (const end = performance.now() + WAIT_LIMIT_MS; performance.now() < Math.min(end, quietSince + quietMs); ) {
    await pause(POLL_MS);
    if (count() !== calls) [calls, quietSince] = [count(), performance.now()];
  }
  await aws.settled();
}
