import { describeUnrecorded } from '../integration/recording.ts';
import type { Verdict } from '../model/finding.ts';
import {
  type AccountFacts,
  type ListedTrail,
  type Recording,
  type RegionScan,
  regionsWith,
  trailsIn,
} from '../model/region-scan.ts';
import { HEALTHY, judgeFact, undecided, violated, worstOf } from './verdicts.ts';

/**
 * Whether a trail records the account: it logs, and records the management events that write. One
 * is enough. None does only when trailmend listed every Region, except those that a service control
 * policy closes, where nothing happens.
 * @param what the trails that count, in words
 */
export function judgeCoverage(
  { scans, recordings, isLimited }: AccountFacts,
  what: string,
  counts: (listed: ListedTrail) => boolean,
): Verdict {
  const listed = regionsWith('listed', scans);
  const counting = trailsIn(scans).filter(counts);
  const arns = new Set(counting.map(({ id }) => id.arn));
  const judged = [...arns].map((arn) => ({ arn, ...judgeRecording(recordings.get(arn)) }));
  const faulty = judged.filter((one) => one.verdict !== 'healthy');
  if (faulty.length < judged.length) return HEALTHY;

  const unswept = isLimited ? ['the Regions that the parameter Regions leaves out'] : [];
  const missing = [...unreadRegions(scans), ...unswept];
  const named = listed.join(', ') || 'none';
  const isComplete = missing.length === 0 && listed.length > 0;
  const reasons = faulty.map(({ arn, evidence }) => `; ${arn}: ${evidence.saw}`).join('');
  if (isComplete && faulty.every(({ verdict }) => verdict === 'violated')) {
    const none = faulty.length === 0 ? `no ${what}` : `no ${what} that records every call that writes`;
    return violated('DescribeTrails', `${none} in any Region: ${named}${reasons}`);
  }
  const where = `(${named}); not read: ${missing.join(', ') || (listed.length > 0 ? 'what some trails record' : 'any')}`;
  return undecided('DescribeTrails', `no ${what} in the Regions that trailmend could read ${where}${reasons}`);
}

/**
 * Whether a trail records each Region, where no multi-Region trail does. A Region lists every trail
 * that could record it. `no-trail` judges that none records any Region.
 */
export function judgeRegions(facts: AccountFacts): Verdict {
  const { scans, recordings, isLimited } = facts;
  const verdictOn = ({ id }: ListedTrail) => judgeRecording(recordings.get(id.arn)).verdict;
  const isRecorded = (scan: RegionScan) => trailsIn([scan]).some((listed) => verdictOn(listed) === 'healthy');
  const isCovered = trailsIn(scans).some((listed) => listed.trail.isMultiRegion && verdictOn(listed) === 'healthy');
  if (isCovered || !scans.some(isRecorded)) return HEALTHY;
  const others = scans.filter((scan) => scan.status === 'listed' && !isRecorded(scan));
  const isUnclear = others.some((scan) => trailsIn([scan]).some((listed) => verdictOn(listed) === 'undecided'));
  const names = others.map(({ region }) => region).join(', ');
  if (isLimited || isUnclear || unreadRegions(scans).length > 0) {
    return undecided('DescribeTrails', 'trailmend could not read all Regions, or what all trails record');
  }
  return others.length > 0
    ? violated('DescribeTrails', `no trail records every call that writes in ${names}`)
    : HEALTHY;
}

function unreadRegions(scans: AccountFacts['scans']): readonly string[] {
  return [...regionsWith('unread', scans), ...regionsWith('postponed', scans)];
}

function judgeRecording(recording: Recording | undefined): Verdict {
  if (!recording) return undecided('GetTrailStatus', 'trailmend did not read it');
  const { isLogging, managementEvents } = recording;
  return worstOf([
    judgeFact(isLogging, 'GetTrailStatus', (logs) => (logs ? undefined : 'IsLogging is false')),
    judgeFact(managementEvents, 'GetEventSelectors', describeUnrecorded),
  ]);
}
