import { scanTrails } from '../lambda/app/scan.ts';
import type { ReadPorts } from '../lambda/app/without-stack.ts';
import type { Settings } from '../lambda/core/model/settings.ts';
import { isOfTrail, type PlannedTrail } from './output/plan.ts';
import { readPorts } from './ports.ts';
import { type AwsOptions, openSession, type Session } from './session.ts';
import { defaultSettings } from './settings.ts';
import { selectTrails } from './trail-argument.ts';

/** The options of a command about single trails. */
export interface TrailOptions extends AwsOptions {
  readonly allRegions?: boolean;
}

/** The trails that a command names, as a dry run judges them, and with what it read them. */
export interface JudgedTrails {
  readonly session: Session;
  readonly settings: Settings;
  readonly ports: ReadPorts;
  readonly trails: readonly PlannedTrail[];
}

/** @throws UserError without a Region, and for a trail that does not exist; the SDK's errors */
export async function judgeTrails(trail: string | undefined, options: TrailOptions): Promise<JudgedTrails> {
  const session = await openSession(options);
  const settings = defaultSettings(session.account);
  const ports = readPorts(session, settings);
  const { allRegions } = options;
  const place = { region: session.region, ...(allRegions !== undefined && { allRegions }) };
  const selected = await selectTrails(trail, place, ports);
  const task = { settings, settleSeconds: 0, ownRegions: [session.region], ...selected };
  return { session, settings, ports, trails: (await scanTrails(task, ports)).filter(isOfTrail) };
}
