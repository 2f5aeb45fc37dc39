import { RegionInfo } from 'aws-cdk-lib/region-info';

/** The Regions that trailmend is deployed to. */
export interface Regions {
  /** The Region of the function. */
  readonly hub: string;
  /** The Regions that forward their events to the hub. */
  readonly forwarders: readonly string[];
}

/** The list `regions` is invalid or misspelled. The message is for the person who set it. */
export class RegionsError extends Error {
  override readonly name = 'RegionsError';
}

const REMEDY =
  "Set it to a list of Regions, the hub first: -c regions=us-east-1,eu-west-1, or in your own app regions: ['us-east-1', 'eu-west-1']";

/**
 * Parses the list `regions`: a comma-separated text from the command line, or a list in cdk.json or
 * in an app.
 * @returns undefined when it is not set: the app then has one stack, in the Region that the CDK CLI
 *   uses
 * @throws RegionsError for a value of another type, an entry that is empty, unknown or listed
 *   twice, and Regions of different partitions
 */
export function parseRegions(context: unknown): Regions | undefined {
  if (context === undefined) return undefined;
  const entries = parseEntries(context).map((entry) => entry.trim());
  const [hub] = entries;
  if (hub === undefined || entries.includes('')) refuse('an entry is empty');
  for (const [position, entry] of entries.entries()) {
    if (!isKnown(entry)) refuse(`this version of CDK does not know the Region "${entry}"`);
    if (entries.indexOf(entry) !== position) refuse(`${entry} is listed twice`);
    if (partitionOf(entry) !== partitionOf(hub)) {
      refuse(
        `${entry} is in the partition ${partitionOf(entry)} and ${hub} in ${partitionOf(hub)}, and events cannot cross partitions`,
      );
    }
  }
  return { hub, forwarders: entries.slice(1) };
}

/**
 * Refuses the context value `region`, which the app does not read: it is a misspelled `regions`.
 * @throws RegionsError when it is set, even to nothing
 */
export function refuseRegion(context: unknown): void {
  if (context === undefined) return;
  throw new RegionsError(`The CDK context value "region" does not exist; it is called "regions". ${REMEDY}`);
}

function parseEntries(context: unknown): readonly string[] {
  if (typeof context === 'string') return context.split(',');
  if (Array.isArray(context) && context.every((entry) => typeof entry === 'string')) return context;
  return refuse('it is not a list of Region names');
}

function isKnown(name: string): boolean {
  return RegionInfo.regions.some((region) => region.name === name);
}

function partitionOf(region: string): string | undefined {
  return RegionInfo.get(region).partition;
}

function refuse(cause: string): never {
  throw new RegionsError(`The value of "regions" is invalid: ${cause}. ${REMEDY}`);
}
