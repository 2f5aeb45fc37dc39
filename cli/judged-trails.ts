import type { ReadPorts } from '../lambda/app/command-ports.ts';
import { scanTrails } from '../lambda/app/scan.ts';
import type { TrailFacts } from '../lambda/core/model/facts.ts';
import { type Account, type AccountOptions, openAccount } from './account.ts';
import { isOfTrail, type PlannedTrail } from './output/plan.ts';
import type { Terminal } from './terminal.ts';
import { selectTrails } from './trail-argument.ts';

/** The options of a command about single trails. */
export interface TrailOptions extends AccountOptions {
  readonly allRegions?: boolean;
}

/** The trails that a command names, as a dry run judges them, and with what it read them. */
export interface JudgedTrails extends Account {
  readonly trails: readonly PlannedTrail[];
  /** What was read about each trail, by its ARN. */
  readonly facts: ReadonlyMap<string, TrailFacts>;
}

/** @throws UserError without a Region, and for a trail that does not exist; the SDK's errors */
export async function judgeTrails(
  trail: string | undefined,
  options: TrailOptions,
  terminal: Terminal,
): Promise<JudgedTrails> {
  const account = await openAccount(options, terminal);
  const { session, settings, ports } = account;
  const { allRegions } = options;
  const place = { region: session.region, ...(allRegions !== undefined && { allRegions }) };
  const selected = await selectTrails(trail, place, ports);
  const task = { settings, settleSeconds: 0, ownRegions: [session.region], ...selected };
  const { facts, observe } = remembering(ports);
  const trails = (await scanTrails(task, { ...ports, observe })).filter(isOfTrail);
  return { ...account, trails, facts };
}

/** Keeps the last facts about each trail, which records do not contain. */
function remembering(ports: ReadPorts): {
  readonly facts: ReadonlyMap<string, TrailFacts>;
  readonly observe: ReadPorts['observe'];
} {
  const facts = new Map<string, TrailFacts>();
  const observe: ReadPorts['observe'] = async (...given) => {
    const seen = await ports.observe(...given);
    facts.set(seen.id.arn, seen);
    return seen;
  };
  return { facts, observe };
}
