import type { AccountFacts, ListedTrail, Recordings, RegionScan } from '../../core/model/region-scan.ts';
import { assessAccount } from '../../core/rules/account.ts';
import type { Ports } from '../ports.ts';
import { QUICK_CHECK_MS } from './quick-checks.ts';

interface Candidate {
  readonly listed: ListedTrail;
  /** A Region that lists the trail: its home Region if possible. */
  readonly region: string;
}

/**
 * Reads what the trails record that no check has read: replicas whose home Region is not scanned,
 * and the organization's trails in a member account. It reads one trail after another, and only
 * until the account is known to be covered.
 */
export async function readCoverage(facts: AccountFacts, ports: Ports): Promise<AccountFacts> {
  const recordings = new Map(facts.recordings);
  const known = { ...facts, recordings };
  for (const { listed, region } of candidatesIn(facts.scans, facts.recordings)) {
    if (!canDecide(listed, known) || ports.remainingMs() < QUICK_CHECK_MS) continue;
    recordings.set(listed.id.arn, await ports.observeRecording(listed, region));
  }
  return known;
}

/** Whether the account is not known to be covered, and this trail may prove that it is. */
function canDecide({ trail }: ListedTrail, facts: AccountFacts): boolean {
  const rules = assessAccount(facts).map(({ rule }) => rule);
  const isOpen = rules.includes('no-trail') || rules.includes('region-not-recorded');
  return isOpen || (rules.includes('no-multi-region-trail') && trail.isMultiRegion);
}

/** The distinct trails, multi-Region ones first because they can prove both rules. */
function candidatesIn(scans: readonly RegionScan[], known: Recordings): readonly Candidate[] {
  const seen = scans.flatMap((scan) =>
    scan.status === 'listed' ? scan.trails.map((listed) => ({ listed, region: scan.region })) : [],
  );
  const unread = seen.filter(({ listed }) => !known.has(listed.id.arn));
  const isAtHome = ({ listed, region }: Candidate) => Number(listed.trail.homeRegion === region);
  const homesLast = unread.toSorted((one, other) => isAtHome(one) - isAtHome(other));
  const distinct = [...new Map(homesLast.map((one) => [one.listed.id.arn, one])).values()];
  return distinct.toSorted(
    (one, other) => Number(other.listed.trail.isMultiRegion) - Number(one.listed.trail.isMultiRegion),
  );
}
