import { findGap, weakenings } from '../model/finding.ts';
import type { OutcomeReason, OutcomeRecord, OutcomeWord } from '../model/outcome.ts';
import { callOf, type Tampering } from '../model/trigger.ts';
import { isUnconfirmed } from './unconfirmed.ts';

/** How urgent a message is. Each subject begins with one of these words. */
export type SubjectWord = 'REPAIRED' | 'ACTION NEEDED' | 'ATTEMPT DENIED' | 'DRY RUN' | 'UNCONFIRMED' | 'INFO';

/** Nothing brings back what a deletion removed, whatever trailmend repaired. */
const BY_TAMPERING: Readonly<Partial<Record<Tampering, SubjectWord>>> = {
  deleted: 'ACTION NEEDED',
  'log-group-deleted': 'ACTION NEEDED',
  'log-stream-deleted': 'ACTION NEEDED',
  'log-group-untagged': 'ACTION NEEDED',
};

/**
 * A person decided that trailmend does not repair the trail or read the Region, or nobody has to
 * act yet.
 */
const BY_REASON: Readonly<Partial<Record<OutcomeReason, SubjectWord>>> = {
  'excluded-by-parameter': 'INFO',
  'excluded-by-tag': 'INFO',
  'region-closed': 'INFO',
  'awaiting-second-look': 'INFO',
  paused: 'INFO',
  'attempt-denied': 'ATTEMPT DENIED',
};

const BY_OUTCOME: Readonly<Record<OutcomeWord, SubjectWord>> = {
  COMPLIANT: 'INFO',
  WOULD_FIX: 'DRY RUN',
  FIXED: 'REPAIRED',
  VERIFIED: 'INFO',
  SKIPPED: 'ACTION NEEDED',
  BLOCKED: 'ACTION NEEDED',
  FAILED: 'ACTION NEEDED',
};

/** The word of a record. A possible attack is never INFO. */
export function subjectWord(record: OutcomeRecord): SubjectWord {
  const { repeats = [], outcome } = record;
  const word = wordOfRun(record);
  if (word !== 'INFO' || repeats.length === 0) return word;
  if (repeats.every(({ denied }) => denied)) return 'ATTEMPT DENIED';
  return outcome === 'SKIPPED' ? 'ACTION NEEDED' : 'REPAIRED';
}

function wordOfRun(record: OutcomeRecord): SubjectWord {
  const { outcome, reason, remaining, trigger, exclusion } = record;
  if (isUnconfirmed(record)) return 'UNCONFIRMED';
  const tampering = record.unconfirmed === undefined ? callOf(trigger)?.tampering : undefined;
  const known = tampering && BY_TAMPERING[tampering];
  if (known) return known;
  const isExclusionNews = tampering === undefined && exclusion?.now !== undefined;
  if (weakenings(remaining).length > 0 || findGap(remaining) || isExclusionNews) return 'ACTION NEEDED';
  const word = BY_REASON[reason] ?? BY_OUTCOME[outcome];
  if (word !== 'INFO' || tampering === undefined) return word;
  // After the call, another caller restored the trail.
  const isTag = tampering === 'exclusion-changed' || tampering === 'accept-tag';
  if (outcome === 'COMPLIANT') return isTag ? 'INFO' : 'REPAIRED';
  // The owner excluded the trail earlier.
  const isEarlier = tampering === 'exclusion-changed' && reason === 'excluded-by-parameter';
  return isEarlier ? 'INFO' : 'ACTION NEEDED';
}
