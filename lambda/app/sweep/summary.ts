import { FINISHED_SWEEP } from '../../core/integration/names.ts';
import { regionsWith } from '../../core/model/region-scan.ts';
import type { ScannedRegion } from './scan-region.ts';

/** The log entry of a sweep. */
export function summary(scanned: readonly ScannedRegion[], { isRequested }: { readonly isRequested: boolean }) {
  const scans = scanned.map(({ scan }) => scan);
  const homes = scans.flatMap((scan) =>
    scan.status === 'listed' ? scan.trails.filter(({ trail }) => trail.homeRegion === scan.region) : [],
  );
  return {
    scope: isRequested ? 'requested' : FINISHED_SWEEP.scope,
    regions: scans.length,
    trails: homes.length,
    closed: regionsWith('closed', scans),
    unread: regionsWith('unread', scans),
    postponed: { regions: regionsWith('postponed', scans), trails: scanned.flatMap(({ postponed }) => postponed) },
  };
}
