import type { AccountFacts, Recording, RegionScan } from '../../lambda/core/model/region-scan.ts';
import { ID, read } from './perfect-trail.ts';

/** A trail that logs every management event. */
export const RECORDING: Recording = { isLogging: read(true), managementEvents: read('all') };

/** What a sweep knows after these scans, if every trail has this recording. */
export function accountFacts(
  scans: readonly RegionScan[],
  recording: Recording | undefined = RECORDING,
  changes: Partial<AccountFacts> = {},
): AccountFacts {
  const trails = scans.flatMap((scan) => (scan.status === 'listed' ? scan.trails : []));
  const recordings = new Map(recording ? trails.map(({ id }) => [id.arn, recording]) : []);
  return { account: ID.account, scans, recordings, isLimited: false, ...changes };
}
