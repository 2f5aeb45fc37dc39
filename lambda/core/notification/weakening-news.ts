import { shortHash } from '../integration/names.ts';
import { weakenings } from '../model/finding.ts';
import type { NotifiedOutcome } from '../model/memory.ts';
import { NOT_OURS, type OutcomeRecord } from '../model/outcome.ts';
import { isAboutWeakening } from '../model/rule-catalog.ts';

/** A short text for each weakening; undefined without one, and if others report it. */
export function reportedWeakenings({ reason, remaining }: OutcomeRecord): string | undefined {
  const found = weakenings(remaining).map(({ rule, evidence }) => [rule, evidence.saw]);
  return found.length > 0 && !NOT_OURS.has(reason) ? shortHash(JSON.stringify(found)) : undefined;
}

/** Whether people know of a weakening, and the run could not read whether it is over. */
export function isWeakeningUnread({ rules }: Pick<NotifiedOutcome, 'rules'>, { remaining }: OutcomeRecord): boolean {
  return remaining.some(
    ({ rule, verdict }) => verdict === 'undecided' && isAboutWeakening(rule) && rules.includes(rule),
  );
}
