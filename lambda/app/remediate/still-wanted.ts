import type { Assessment } from '../../core/model/plan.ts';
import { changesTrail, type Operation, type Step } from '../../core/model/step.ts';
import { isSameTarget } from '../../core/model/trail.ts';
import { stateOf } from '../../core/outcome/judge.ts';
import { assessTrail } from '../assess-trail.ts';
import { isoTime } from '../ports.ts';
import type { RunContext, RunState } from './run-state.ts';

/**
 * Whether a call that AWS did not accept yet, or that waited, is still wanted: the owner may have
 * changed or excluded the trail since it was observed. Reads only what the owner may have changed,
 * because nothing else decides, and the reads after the last write prove the result.
 */
export async function isStillWanted({ operation }: Step, state: RunState, context: RunContext): Promise<boolean> {
  if (!changesTrail(operation)) return true;
  const { task, ports } = context;
  const facts = await ports.observeAgain(state.last.facts, isoTime(ports.clock), operation);
  return isAsPlanned(operation, state.last, assessTrail(facts, task.settings, state.history));
}

/** Whether the trail is in scope, and the state that a call changes is still as it was planned. */
function isAsPlanned(operation: Operation, planned: Assessment, { facts, scope }: Assessment): boolean {
  const [before, now] = [stateOf(planned.facts), stateOf(facts)];
  if (scope.scope !== 'in' || !before || !now) return false;
  return operation === 'StartLogging' ? before.isLogging === now.isLogging : isSameTarget(before, now);
}
