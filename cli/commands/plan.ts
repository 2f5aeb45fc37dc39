import type { TrailFacts } from '../../lambda/core/model/facts.ts';
import { UserError } from '../errors.ts';
import { isOpen } from '../findings.ts';
import { judgeTrails, type TrailOptions } from '../judged-trails.ts';
import { type PlannedTrail, planCommands, planJson, planText } from '../output/plan.ts';
import { planCdk } from '../output/source/cdk.ts';
import { planCloudFormation } from '../output/source/cloudformation.ts';
import { planTerraform } from '../output/source/terraform.ts';
import type { Terminal } from '../terminal.ts';

export interface PlanOptions extends TrailOptions {
  readonly format: keyof typeof FORMATS;
}

const FORMATS = {
  text: planText,
  json: planJson,
  'aws-cli': planCommands,
  terraform: planTerraform,
  cloudformation: planCloudFormation,
  cdk: planCdk,
} as const satisfies Record<
  string,
  (records: readonly PlannedTrail[], facts: ReadonlyMap<string, TrailFacts>) => string
>;

/** The formats of the repair in the source of trails, which is deployed to one Region. */
const SOURCES: ReadonlySet<string> = new Set(['terraform', 'cloudformation', 'cdk']);

/**
 * `trailmend plan [TRAIL]`: the calls that would repair a trail, and what is refused and why.
 * @returns 0 when no trail has anything to repair, else 1
 */
export async function runPlan(
  trail: string | undefined,
  { format, ...options }: PlanOptions,
  terminal: Terminal,
): Promise<number> {
  if (options.allRegions && SOURCES.has(format)) {
    throw new UserError(`The format ${format} is for one Region: leave --all-regions out.`);
  }
  const { trails, isComplete, facts } = await judgeTrails(trail, options, terminal);
  terminal.write(FORMATS[format](trails, facts));
  return isComplete && !trails.some(isOpen) ? 0 : 1;
}
