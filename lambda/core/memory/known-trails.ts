import type { TrailFacts } from '../model/facts.ts';
import type { KnownTrails, TrailMemory } from '../model/memory.ts';
import { type RegionScan, regionsWith, trailsIn } from '../model/region-scan.ts';
import { parseTrailArn, type TrailId } from '../model/trail-id.ts';
import { isStartedBy, type Trigger } from '../model/trigger.ts';

/**
 * Far more trails than an account can have: five in each Region (CloudTrail user guide, "Quotas in
 * AWS CloudTrail"). An item of the ledger has at most 400 KB.
 */
const MOST_KNOWN = 500;

/** How the trails of an account differ from those that the ledger knows. */
export interface TrailDifferences {
  /** Trails that the ledger does not know yet. */
  readonly appeared: readonly TrailId[];
  /** Known trails that their home Region does not list. */
  readonly missing: readonly TrailId[];
}

/**
 * Compares only the account's own trails in their home Regions: a replica, or a trail of another
 * account, may leave without a deletion. A Region that was not listed shows nothing.
 */
export function compareTrails(known: KnownTrails, scans: readonly RegionScan[], account: string): TrailDifferences {
  const own = scans.flatMap((scan) => trailsIn([scan]).filter(({ trail }) => trail.homeRegion === scan.region));
  const ids = own.map(({ id }) => id).filter((id) => id.account === account);
  const arns = new Set(ids.map(({ arn }) => arn));
  const listed = regionsWith('listed', scans);
  const room = Math.max(0, MOST_KNOWN - Object.keys(known).length);
  return {
    appeared: ids.filter(({ arn }) => known[arn] === undefined).slice(0, room),
    missing: Object.keys(known)
      .flatMap((arn) => parseTrailArn(arn) ?? [])
      .filter((id) => id.account === account && listed.includes(id.region) && !arns.has(id.arn)),
  };
}

/** Whether the run of an event saw a trail of the account that the ledger may not know yet. */
export function isNewTrail(
  { id, trail }: TrailFacts,
  trigger: Trigger,
  { last }: TrailMemory,
  account: string,
): boolean {
  if (trigger.kind === 'sweep' || id.account !== account || !trail.read) return false;
  return trail.value.homeRegion === id.region && (last === undefined || isStartedBy(trigger, 'CreateTrail'));
}

/**
 * Whether people were notified of the deletion of a trail.
 * @param since when the ledger knew the trail first
 */
export function isDeletionNotified({ lastNotified }: TrailMemory, since = ''): boolean {
  return lastNotified?.reason === 'trail-deleted' && Date.parse(lastNotified.time) >= Date.parse(since);
}
