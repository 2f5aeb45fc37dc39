import { describeUnrecorded } from '../integration/recording.ts';
import type { Verdict } from '../model/finding.ts';
import { type AccountFacts, type ListedTrail, type Recording, regionsWith, trailsIn } from '../model/region-scan.ts';
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
  const judged = [...arns].map((arn) => ({ arn, verdict: judgeRecording(recordings.get(arn)) }));
  if (judged.some(({ verdict }) => verdict.verdict === 'healthy')) return HEALTHY;

  const unread = scans.filter(({ status }) => status === 'unread' || status === 'postponed');
  const unswept = isLimited ? ['the Regions that the parameter Regions leaves out'] : [];
  const missing = [...unread.map(({ region }) => region), ...unswept];
  const named = listed.join(', ') || 'none';
  const isComplete = missing.length === 0 && listed.length > 0;
  const reasons = judged.map(({ arn, verdict }) => `; ${arn}: ${whyNot(verdict)}`).join('');
  if (isComplete && judged.every(({ verdict }) => verdict.verdict === 'violated')) {
    const none = judged.length === 0 ? `no ${what}` : `no ${what} that records every call that writes`;
    return violated('DescribeTrails', `${none} in any Region: ${named}${reasons}`);
  }
  const where = `(${named}); not read: ${missing.join(', ') || (listed.length > 0 ? 'what some trails record' : 'any')}`;
  return undecided('DescribeTrails', `no ${what} in the Regions that trailmend could read ${where}${reasons}`);
}

function judgeRecording(recording: Recording | undefined): Verdict {
  if (!recording) return undecided('GetTrailStatus', 'trailmend did not read it');
  const { isLogging, managementEvents } = recording;
  return worstOf([
    judgeFact(isLogging, 'GetTrailStatus', (logs) => (logs ? undefined : 'IsLogging is false')),
    judgeFact(managementEvents, 'GetEventSelectors', describeUnrecorded),
  ]);
}

function whyNot(verdict: Verdict): string {
  return verdict.verdict === 'healthy' ? '' : verdict.evidence.saw;
}
