import { RegionInfo } from 'aws-cdk-lib/region-info';

/** The regions that trailmend is deployed to. */
export interface Regions {
  /** The region of the function. */
  readonly hub: string;
  /** The regions that forward their events to the hub. */
  readonly forwarders: readonly string[];
}

/** The context value `regions` is not what it should be: the message is for the person who gave it. */
export class RegionsError extends Error {
  override readonly name = 'RegionsError';
}

const HOW = 'Give region names, the hub first: -c regions=us-east-1,eu-west-1';

/**
 * Reads the context value `regions`: a comma-separated list from the command line, or a list in cdk.json.
 * @returns undefined when it was not given: then there is one stack, in the region that the CDK CLI is told
 * @throws RegionsError for a value of another kind, an empty or unknown entry, one that stands twice, and regions of different partitions
 */
export function regionsFrom(context: unknown): Regions | undefined {
  if (context === undefined) return undefined;
  const entries = entriesOf(context).map((entry) => entry.trim());
  const [hub] = entries;
  if (hub === undefined || entries.includes('')) refuse('an entry is empty');
  for (const [position, entry] of entries.entries()) {
    if (!isKnown(entry)) refuse(`"${entry}" is no region that this version of CDK knows`);
    if (entries.indexOf(entry) !== position) refuse(`${entry} stands there twice`);
    if (partitionOf(entry) !== partitionOf(hub)) {
      refuse(`${entry} is in the partition ${partitionOf(entry)}, ${hub} in ${partitionOf(hub)}; events do not cross`);
    }
  }
  return { hub, forwarders: entries.slice(1) };
}

function entriesOf(context: unknown): readonly string[] {
  if (typeof context === 'string') return context.split(',');
  if (Array.isArray(context) && context.every((entry) => typeof entry === 'string')) return context;
  return refuse('it is no list of region names');
}

function isKnown(name: string): boolean {
  return RegionInfo.regions.some((region) => region.name === name);
}

function partitionOf(region: string): string | undefined {
  return RegionInfo.get(region).partition;
}

function refuse(what: string): never {
  throw new RegionsError(`The context value "regions" is not understood: ${what}. ${HOW}`);
}
