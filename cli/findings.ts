import { DECIDED_LATER, type OutcomeRecord, type OutcomeWord } from '../lambda/core/model/outcome.ts';

const OPEN: ReadonlySet<OutcomeWord> = new Set(['WOULD_FIX', 'BLOCKED', 'FAILED']);

/** Whether something is left to do about what a record judges, so that a command exits with 1. */
export function isOpen({ outcome, reason }: OutcomeRecord): boolean {
  return OPEN.has(outcome) || DECIDED_LATER.has(reason);
}
