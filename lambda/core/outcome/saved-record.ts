import { withoutEvidence } from '../model/finding.ts';
import type { TrailMemory } from '../model/memory.ts';
import type { OutcomeRecord } from '../model/outcome.ts';
import { EMPTY_PLAN } from '../model/plan.ts';
import { deletionRecord } from './trail-record.ts';

/**
 * What trailmend publishes of a record that an earlier run saved in the ledger: which call, which
 * outcome and which rules. Its texts and commands stay away, because any principal that
 * may write to the ledger could have written them. Those of a deleted trail are made again.
 */
export function savedRecord(saved: OutcomeRecord, memory: TrailMemory): OutcomeRecord {
  const { version, id, time, mode, trigger, subject, trailArn, outcome, reason, repeats, applied } = saved;
  const fromLedger = true as const;
  if (reason === 'trail-deleted' && subject.kind === 'trail') {
    return { ...deletionRecord({ id, time, mode, trigger }, subject, memory), fromLedger };
  }
  return {
    ...{ version, id, time, subject, mode, trigger, outcome, reason, fromLedger },
    ...(trailArn !== undefined && { trailArn }),
    detail: `An earlier run saved this message and ended before it published it. The function's log has its record: search it for ${id}. If it is not there, trailmend did not write the message.`,
    findings: withoutEvidence(saved.findings),
    remaining: withoutEvidence(saved.remaining),
    plan: EMPTY_PLAN,
    applied: applied.map(({ error: _, ...step }) => step),
    ...(repeats && { repeats }),
  };
}
