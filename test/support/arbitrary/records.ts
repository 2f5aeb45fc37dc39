import * as fc from 'fast-check';
import { NO_HISTORY } from '../../../lambda/core/model/facts.ts';
import type { AppliedStep, OutcomeRecord } from '../../../lambda/core/model/outcome.ts';
import type { Step } from '../../../lambda/core/model/step.ts';
import { trailSubject } from '../../../lambda/core/model/subject.ts';
import { deniedRecord } from '../../../lambda/core/outcome/denial-records.ts';
import type { RunTrace } from '../../../lambda/core/outcome/run-trace.ts';
import { deletionRecord, trailRecord } from '../../../lambda/core/outcome/trail-record.ts';
import { planFor } from '../../../lambda/core/planning/plan.ts';
import { assess } from '../../../lambda/core/rules/assess.ts';
import { scopeOf } from '../../../lambda/core/scope/scope.ts';
import { ERRORS, factsIn, partlyReadFacts, repairable, type Situation } from './situations.ts';
import { call } from './trails.ts';

const HEADER = { id: '7d2f0c3e-6b1d-4f0e-8a53-5d1b3f2c9e01', time: '2026-11-20T09:00:31.000Z' };

/** A run that can be judged. */
interface Run {
  readonly mode: 'fix' | 'dry-run';
  readonly trace: RunTrace;
}

/**
 * A run with arbitrary results of its calls and of its last observation, including impossible ones.
 */
export const judged: fc.Arbitrary<Situation & { readonly run: Run }> = fc
  .tuple(
    fc.oneof(
      partlyReadFacts,
      repairable.map((found) => ({ ...found, ...factsIn(found) })),
    ),
    fc.boolean(),
    fc.boolean(),
  )
  .chain(([{ facts, repairFacts, ...found }, dryRun, isUnchanged]) => {
    const { settings, trigger } = found;
    const assessed = { facts, findings: assess(facts, settings, NO_HISTORY), scope: scopeOf(facts, settings) };
    const plan = planFor(assessed, { trigger, settings, repairFacts });
    const last = isUnchanged || dryRun ? assessed : { ...assessed, findings: [] };
    return fc.record({
      id: fc.constant(found.id),
      settings: fc.constant(settings),
      account: fc.constant(found.account),
      trigger: fc.constant(trigger),
      run: (dryRun ? fc.constant<readonly AppliedStep[]>([]) : fc.tuple(...plan.steps.map(applied))).map((results) => ({
        mode: dryRun ? ('dry-run' as const) : ('fix' as const),
        trace: { first: last, last, plan, applied: [...results] },
      })),
    });
  });

/** A record of every kind that is about a trail. */
export const record: fc.Arbitrary<{ readonly record: OutcomeRecord; readonly found: Situation }> = fc.oneof(
  judged.map(({ run: { mode, trace }, ...found }) => ({
    found,
    record: trailRecord({ ...HEADER, mode, trigger: found.trigger }, trace),
  })),
  fc.tuple(repairable, call, fc.constantFrom('deleted', 'denied-attempt')).map(([found, started, tampering]) => {
    const trigger = { ...started, tampering, errorCode: 'AccessDenied' };
    const recordOf = tampering === 'deleted' ? deletionRecord : deniedRecord;
    return { found, record: recordOf({ ...HEADER, mode: 'fix', trigger }, trailSubject(found.id)) };
  }),
);

function applied(step: Step): fc.Arbitrary<AppliedStep> {
  return fc.oneof(
    fc.integer({ min: 1, max: 3 }).map((attempts) => ({ step, result: 'done' as const, attempts, requestId: 'r-1' })),
    fc.constantFrom(...ERRORS).map((error) => ({
      step,
      result: 'failed' as const,
      attempts: 1,
      error: { operation: step.operation, ...error },
    })),
    fc.constant({ step, result: 'not-attempted' as const, attempts: 0 }),
  );
}
