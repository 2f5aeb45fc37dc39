import type { ReadPorts } from '../lambda/app/command-ports.ts';
import type { ScanTask } from '../lambda/app/scan.ts';
import { formatAwsError } from '../lambda/core/model/aws-result.ts';
import { foreign } from '../lambda/core/model/foreign-text.ts';
import { closestTo } from './closest-to.ts';
import { UserError } from './errors.ts';

interface Place {
  readonly region: string;
  readonly allRegions?: boolean;
}

/**
 * The trails that the argument of a command names: a name in the Region, or an ARN with its own
 * Region. Without an argument, every trail of the Region, or of all Regions.
 * @throws UserError when no trail has this name, with the nearest names or its home Region
 */
export async function selectTrails(
  trail: string | undefined,
  { region, allRegions = false }: Place,
  ports: Pick<ReadPorts, 'listTrails'>,
): Promise<Pick<ScanTask, 'regions' | 'includes'>> {
  if (trail === undefined) return allRegions ? {} : { regions: [region] };
  const [, , , arnRegion] = /^arn:[\w-]+:cloudtrail:/.test(trail) ? trail.split(':') : [];
  const home = arnRegion ?? region;
  const listed = await ports.listTrails(home);
  if (!listed.ok) throw new UserError(`AWS did not list the trails in ${home}: ${formatAwsError(listed.error)}`);
  const found = listed.value.find(({ id }) => id.name === trail || id.arn === trail);
  if (!found) throw new UserError(`${home} has no trail ${foreign(trail)}.${hint(trail, listed.value)}`);
  const { homeRegion } = found.trail;
  return { regions: [homeRegion], includes: ({ id }) => id.arn === found.id.arn };
}

function hint(trail: string, listed: readonly { readonly id: { readonly name: string } }[]): string {
  const names = listed.map(({ id }) => id.name);
  if (names.length === 0) return ' It lists no trail at all: use --region.';
  const closest = closestTo(trail, names);
  return closest === undefined ? ` It has ${names.map(foreign).join(', ')}.` : ` Did you mean ${foreign(closest)}?`;
}
