import { type RefusalCause, unreadFact } from '../model/plan.ts';
import { failed, type Result } from '../model/result.ts';
import { ADMINISTRATOR } from '../model/who-can-act.ts';

/** A selected target, or why trailmend selects none. */
export type Selection<T> = Result<T, RefusalCause>;

export function unread(what: string): Selection<never> {
  return failed(unreadFact(what));
}

export function refuseTakenNames(detail: string): Selection<never> {
  const whoCanAct = `${ADMINISTRATOR} (rename or remove them)`;
  return failed({ reason: 'names-taken', detail, whoCanAct });
}
