import { emulatorApi } from '../local/emulator/api.ts';
import type { Stage } from './scenario.ts';

/** Lets a sweep come by now, and waits for its end: what EventBridge Scheduler does every SweepMinutes. */
export async function comeBy({ aws, administrator, functionName }: Stage): Promise<void> {
  const path = `/2015-03-31/functions/${functionName}/invocations`;
  const body = JSON.stringify({ kind: 'sweep' });
  await emulatorApi(new URL(aws.endpoint)).rest('lambda', 'POST', path, administrator, { body });
}
