import { scanTrails } from '../../lambda/app/scan.ts';
import { isOpen } from '../findings.ts';
import { isOfTrail, type PlannedTrail, planCommands, planJson, planText } from '../output/plan.ts';
import { readPorts } from '../ports.ts';
import { type AwsOptions, openSession } from '../session.ts';
import { defaultSettings } from '../settings.ts';
import type { Terminal } from '../terminal.ts';
import { selectTrails } from '../trail-argument.ts';

export interface PlanOptions extends AwsOptions {
  readonly allRegions?: boolean;
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
  const session = await openSession(options);
  const settings = defaultSettings(session.account);
  const ports = readPorts(session, settings);
  terminal.progress(`Reading ${trail ?? 'the trails'} …`);
  const selected = await selectTrails(trail, { ...options, region: session.region }, ports);
  const records = await scanTrails({ settings, settleSeconds: 0, ownRegions: [session.region], ...selected }, ports);
  terminal.progress('');
  const trails = records.filter(isOfTrail);
  terminal.write(FORMATS[format](trails));
  return trails.some(isOpen) ? 1 : 0;
}
