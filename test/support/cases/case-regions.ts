import type { AwsError } from '../../../lambda/core/model/aws-result.ts';
import { type Account, accountSchema } from '../aws/account.ts';
import type { Read } from '../aws/facts-of.ts';
import { mergePatch } from './merge-patch.ts';
import { fieldsOf, type Json, type Place, parsed, readJson } from './reading.ts';
import type { RegionChanges } from './sweep-file.ts';
import { arnOf } from './sweep-names.ts';

/**
 * A Region of a swept account. IAM is global, but in a case each Region has the roles of its own
 * trails.
 */
export interface CaseRegion {
  readonly account: Account;
  /** The error that DescribeTrails returns. */
  readonly error?: Pick<AwsError, 'code' | 'message'>;
  readonly unreadable?: Read[];
}

/**
 * The Regions of an account after these changes.
 * @throws CaseError when one does not have the right shape
 */
export function changedRegions(
  regions: ReadonlyMap<string, CaseRegion>,
  changes: Readonly<Record<string, RegionChanges>>,
  place: Place,
): ReadonlyMap<string, CaseRegion> {
  const changed = Object.entries(changes).map(([name, change]) => {
    const before = regions.get(name) ?? { account: perfectRegion(name, place) };
    return [name, changedRegion(before, name, change, place)] as const;
  });
  return new Map([...regions, ...changed]);
}

function changedRegion(
  { account, error: before, unreadable: denied = [] }: CaseRegion,
  region: string,
  { error = before, unreadable = denied, trails = {}, groups = {}, roles = {} }: RegionChanges,
  place: Place,
): CaseRegion {
  const changedTrails = Object.entries(trails).map(([name, change]): [string, unknown] => {
    const arn = arnOf(`${region}/${name}`);
    return [arn, change && mergePatch(account.trails[arn] ?? perfectTrail(region, name, place), change)];
  });
  const changed = {
    trails: byArn({ ...account.trails, ...Object.fromEntries(changedTrails) }),
    groups: mergePatch(account.groups, groups),
    roles: mergePatch(account.roles, roles),
  };
  return {
    account: parsed(accountSchema, changed, `${place.file}: the Region ${region}`),
    unreadable,
    ...(error && { error }),
  };
}

/** A Region with the perfect account's log group and role, and without a trail. */
function perfectRegion(region: string, place: Place): Account {
  const [groups, roles] = ['groups', 'roles'].map((name) => inRegion(region, readJson(place, `perfect/${name}.json`)));
  return parsed(accountSchema, { trails: {}, groups, roles }, `the perfect account in ${region}`);
}

function perfectTrail(region: string, name: string, place: Place): Json {
  const trail = fieldsOf(inRegion(region, readJson(place, 'perfect/trail.json')));
  return { ...trail, arn: arnOf(`${region}/${name}`) };
}

function inRegion(region: string, value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll('us-east-1', region));
}

/** The trails that exist, by ARN. A case can change the ARN of a trail. */
function byArn(trails: Readonly<Record<string, unknown>>): Json {
  return Object.fromEntries(
    Object.values(trails)
      .filter((trail) => trail !== null)
      .map((trail) => [String(fieldsOf(trail)['arn']), trail]),
  );
}
