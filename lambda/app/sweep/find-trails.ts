import { rememberedOwner } from '../../core/memory/target-history.ts';
import type { ListedTrail } from '../../core/model/region-scan.ts';
import { accountOfLogGroup } from '../../core/model/trail-id.ts';
import type { Ports } from '../ports.ts';
import type { FoundTrail, ScanContext } from './quick-checks.ts';
import { shuffled } from './rate-limit.ts';

/**
 * The Region's own trails that the scan includes, in a random order, with their memories. An
 * organization trail of another account is one of them if it delivered to this account when
 * trailmend last saw its target: this account is then its delegated administrator.
 */
export async function findTrails(
  listed: readonly ListedTrail[],
  region: string,
  { settings: { account }, includes = () => true }: ScanContext,
  { ledger, clock }: Ports,
): Promise<readonly FoundTrail[]> {
  const candidates = listed.filter(
    (one) => one.trail.homeRegion === region && (one.id.account === account || mayBeAdministered(one, account)),
  );
  // Two runs at once on one trail would undo each other's work.
  const distinct = [...new Map(candidates.map((trail) => [trail.id.arn, trail])).values()];
  if (distinct.length === 0) return [];
  const memories = await ledger.loadAll(distinct.map(({ id }) => id.arn));
  const found = distinct.flatMap((trail, position): FoundTrail[] => {
    const memory = memories[position];
    return memory ? [{ ...trail, memory }] : [];
  });
  const judged = found.filter((trail) => trail.id.account === account || isAdministered(trail, account));
  return shuffled(judged.filter(includes), clock.random);
}

/** An organization trail that names no log group of another account. */
function mayBeAdministered({ trail }: ListedTrail, account: string): boolean {
  return trail.isOrganizationTrail && (accountOfLogGroup(trail.logGroupArn) ?? account) === account;
}

function isAdministered({ memory }: FoundTrail, account: string): boolean {
  const owner = rememberedOwner(memory);
  return owner?.read === true && owner.value === account;
}
