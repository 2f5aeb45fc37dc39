import type { OutcomeRecord } from '../lambda/core/model/outcome.ts';
import { invoke } from './invoke.ts';
import type { Stage } from './scenario.ts';

/**
 * Lets a sweep come by now, and waits for its end: what EventBridge Scheduler does every SweepMinutes.
 * @param regions those alone; absent: all that trailmend sweeps by itself
 * @throws Error with what the function threw
 */
export async function comeBy(
  { aws, functionName }: Pick<Stage, 'aws' | 'functionName'>,
  regions?: readonly string[],
): Promise<readonly OutcomeRecord[]> {
  const result = await invoke(aws, functionName, { kind: 'sweep', ...(regions && { regions }) });
  if (typeof result === 'object' && result !== null && 'outcomes' in result) {
    return result.outcomes as readonly OutcomeRecord[];
  }
  throw new Error(`The sweep ended without outcomes: ${JSON.stringify(result)}`);
}
