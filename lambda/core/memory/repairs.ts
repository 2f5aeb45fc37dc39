import { actionable, isAboutTrail } from '../model/finding.ts';
import { foreign } from '../model/foreign-text.ts';
import { type MemoryChanges, RECURRING, type Repair, recentRepairs, type TrailMemory } from '../model/memory.ts';
import { isRepair, type OutcomeRecord, type Recurrence } from '../model/outcome.ts';
import { CONCERNS } from '../model/rule-catalog.ts';
import { callOf, nameToSave } from '../model/trigger.ts';

/** An item of the ledger has at most 400 KB. */
const MOST_REPAIRS = 30;
const MOST_CALLERS = 5;

type Run = Pick<OutcomeRecord, 'outcome' | 'reason' | 'findings' | 'trigger' | 'time' | 'applied'>;

/** The repairs of the last 24 hours, with that of the record. */
export function repairChanges(record: Run, memory: TrailMemory): MemoryChanges {
  const repair = repairOf(record);
  return repair ? { repairs: [...recentRepairs(memory, record.time), repair].slice(-MOST_REPAIRS) } : {};
}

/** Whether others undo a repair again and again: it is the third of its concern in 24 hours. */
export function recurrenceOf(record: Run, memory: TrailMemory): Recurrence | undefined {
  const repair = repairOf(record);
  if (!repair) return undefined;
  const earlier = recentRepairs(memory, record.time).filter(({ concerns }) =>
    concerns.some((concern) => repair.concerns.includes(concern)),
  );
  const same = [...earlier, repair];
  if (same.length < RECURRING) return undefined;
  const callers = new Set(same.flatMap(({ by = [] }) => by));
  return { count: same.length, since: same[0]?.time ?? record.time, by: [...callers].slice(0, MOST_CALLERS) };
}

function repairOf({ outcome, reason, findings, trigger, time, applied }: Run): Repair | undefined {
  const isDone = isRepair({ outcome, reason, applied }) && applied.length > 0;
  const concerns = actionable(findings.filter(isAboutTrail)).map(({ rule }) => CONCERNS[rule]);
  if (!isDone || concerns.length === 0) return undefined;
  const call = callOf(trigger);
  const tool = call?.actor.tool === undefined ? '' : `, with ${call.actor.tool}`;
  return {
    time,
    concerns: [...new Set(concerns)],
    ...(call && { by: [`${foreign(nameToSave(call.actor))}${tool}`] }),
  };
}
