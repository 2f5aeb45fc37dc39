import type { AwsError } from '../../core/model/aws-result.ts';
import type { OutcomeRecord, RecordHeader } from '../../core/model/outcome.ts';
import { type AccountFacts, type RegionScan, trailsIn } from '../../core/model/region-scan.ts';
import type { Settings } from '../../core/model/settings.ts';
import type { TrailId } from '../../core/model/trail-id.ts';
import type { SweepTrigger } from '../../core/model/trigger.ts';
import { memberTrailRecord } from '../../core/outcome/account-records.ts';
import { logOutcome } from '../log-lines.ts';
import { newHeader, type Ports } from '../ports.ts';
import { readCoverage } from './coverage.ts';
import type { ScanContext } from './quick-checks.ts';
import { mapConcurrent, shuffled } from './rate-limit.ts';
import { type ScannedRegion, scanRegion } from './scan-region.ts';

/** Which trails of the account to check. */
export interface AccountTask extends Pick<ScanContext, 'settings' | 'settleSeconds' | 'includes'> {
  /** The Regions to scan. Absent: all that the account can use. */
  readonly regions?: readonly string[];
  /** The Regions to scan if the list of enabled Regions is unread. */
  readonly ownRegions: readonly string[];
  readonly trigger: SweepTrigger;
}

/** What the scans of all Regions found. */
export interface ScannedAccount {
  readonly scanned: readonly ScannedRegion[];
  readonly scans: readonly RegionScan[];
  /** Why trailmend could not list the Regions. */
  readonly unlisted: AwsError | undefined;
  /** The records of the organization's trails of other accounts that no scan judged. */
  readonly members: readonly OutcomeRecord[];
}

/** Regions that are scanned at a time: as many as an account usually has. */
const MOST_REGIONS = 20;

/** Checks all trails of all Regions. An error in one Region leaves the others checked. */
export async function scanAccount(task: AccountTask, ports: Ports): Promise<ScannedAccount> {
  const { settings, trigger } = task;
  const { regions, unlisted } = await regionsOf(task, ports);
  const scanned = await mapConcurrent(shuffled(regions, ports.clock.random), MOST_REGIONS, (region) =>
    scanSafely(region, task, ports),
  );
  const header = (): RecordHeader => newHeader(trigger, settings, ports);
  const members = memberTrails(scanned, settings).map((id) => memberTrailRecord(header(), id));
  for (const record of members) logOutcome(record, ports.log);
  return { scanned, scans: scanned.map(({ scan }) => scan), unlisted, members };
}

/** What is known about the account, and what is read to decide whether a trail covers it. */
export function accountFacts(
  { scanned, scans }: ScannedAccount,
  { settings: { account }, regions }: AccountTask,
  ports: Ports,
): Promise<AccountFacts> {
  const recordings = new Map(scanned.flatMap((region) => [...(region.recordings ?? [])]));
  return readCoverage({ account, scans, recordings, isLimited: regions !== undefined }, ports);
}

/** Collects an error in one Region, so that the others are scanned. */
async function scanSafely(...[region, context, ports]: Parameters<typeof scanRegion>): Promise<ScannedRegion> {
  try {
    return await scanRegion(region, context, ports);
  } catch (error) {
    return { scan: { region, status: 'postponed' }, records: [], postponed: [], errors: [error] };
  }
}

/** The Regions to scan, and why trailmend could not list those of the account. */
async function regionsOf({ regions, ownRegions }: AccountTask, { enabledRegions }: Ports) {
  if (regions) return { regions, unlisted: undefined };
  const enabled = await enabledRegions();
  return enabled.ok
    ? { regions: enabled.value, unlisted: undefined }
    : { regions: ownRegions, unlisted: enabled.error };
}

/** The distinct organization trails of other accounts that no scan judged. */
function memberTrails(scanned: readonly ScannedRegion[], { account }: Settings): readonly TrailId[] {
  const judged = new Set(scanned.flatMap(({ records }) => records.map(({ trailArn }) => trailArn)));
  const others = trailsIn(scanned.map(({ scan }) => scan)).filter(
    ({ id, trail }) => trail.isOrganizationTrail && id.account !== account && !judged.has(id.arn),
  );
  return [...new Map(others.map(({ id }) => [id.arn, id])).values()];
}
