import { isOpen } from '../findings.ts';
import { judgeTrails, type TrailOptions } from '../judged-trails.ts';
import { type PlannedTrail, planCommands, planJson, planText } from '../output/plan.ts';
import type { Terminal } from '../terminal.ts';

export interface PlanOptions extends TrailOptions {
  readonly format: keyof typeof FORMATS;
}

const FORMATS = { text: planText, json: planJson, 'aws-cli': planCommands } as const satisfies Record<
  string,
  (records: readonly PlannedTrail[]) => string
>;

/**
 * `trailmend plan [TRAIL]`: the calls that would repair a trail, and what is refused and why.
 * @returns 1 when there is something to repair, else 0
 */
export async function runPlan(
  trail: string | undefined,
  { format, ...options }: PlanOptions,
  terminal: Terminal,
): Promise<number> {
  terminal.progress(`Reading ${trail ?? 'the trails'} …`);
  const { trails } = await judgeTrails(trail, options, terminal);
  terminal.progress('');
  terminal.write(FORMATS[format](trails));
  return trails.some(isOpen) ? 1 : 0;
}
