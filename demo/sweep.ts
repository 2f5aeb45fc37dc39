import type { OutcomeRecord } from '../lambda/core/model/outcome.ts';
import { invoke } from './invoke.ts';
import type { Stage } from './scenario.ts';

/**
 * Runs a sweep, as EventBridge Scheduler does every SweepMinutes, and waits for its end.
 * @param regions the Regions to sweep; by default those that the function sweeps by itself
 * @throws Error with the error of the function
 */
export async function runSweep(
  { aws, functionName }: Pick<Stage, 'aws' | 'functionName'>,
  regions?: readonly string[],
): Promise<readonly OutcomeRecord[]> {
  const result = await invoke(aws, functionName, { kind: 'sweep', ...(regions && { regions }) });
  if (typeof result === 'object' && result !== null && 'outcomes' in result) {
    return result.outcomes as readonly OutcomeRecord[];
  }
  throw new Error(`The sweep returned no outcomes: ${JSON.stringify(result)}`);
}
