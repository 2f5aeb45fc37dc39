import * as fc from 'fast-check';
import type { AppliedStep, OutcomeRecord } from '../../../lambda/core/model/outcome.ts';
import type { Step } from '../../../lambda/core/model/step.ts';
import type { Run } from '../../../lambda/core/outcome/judge.ts';
import { recordOf, toldRecord } from '../../../lambda/core/outcome/trail-record.ts';
import { planFor } from '../../../lambda/core/planning/plan.ts';
import { assess } from '../../../lambda/core/rules/assess.ts';
import { scopeOf } from '../../../lambda/core/scope/scope.ts';
import { ERRORS, factsIn, partlyReadFacts, repairable, type Situation } from './situations.ts';
import { call } from './trails.ts';

const STAMP = { id: '7d2f0c3e-6b1d-4f0e-8a53-5d1b3f2c9e01', time: '2026-11-20T09:00:31.000Z' };

/** A run whose calls and whose last look came out in any way at all, the impossible ones included. */
export const judged: fc.Arbitrary<Situation & { readonly run: Run }> = fc
  .tuple(
    fc.oneof(
      partlyReadFacts,
      repairable.map((found) => ({ ...found, facts: factsIn(found) })),
    ),
    fc.boolean(),
    fc.boolean(),
  )
  .chain(([{ facts, ...found }, dryRun, again]) => {
    const assessed = { facts, findings: assess(facts, found.settings), scope: scopeOf(facts, found.settings) };
    const plan = planFor(assessed, found.trigger, found.settings);
    const whole = { ...assessed, findings: [] };
    return fc.record({
      id: fc.constant(found.id),
      settings: fc.constant(found.settings),
      account: fc.constant(found.account),
      trigger: fc.constant(found.trigger),
      run: (dryRun ? fc.constant<readonly AppliedStep[]>([]) : fc.tuple(...plan.steps.map(applied))).map((results) => ({
        mode: dryRun ? ('dry-run' as const) : ('fix' as const),
        plan,
        applied: [...results],
        last: again || dryRun ? assessed : whole,
      })),
    });
  });

/** A record of every kind. */
export const record: fc.Arbitrary<{ readonly record: OutcomeRecord; readonly found: Situation }> = fc.oneof(
  judged.map(({ run: { mode, plan, applied: results, last }, ...found }) => ({
    found,
    record: recordOf({ ...STAMP, mode }, found.trigger, { first: last, last, plan, applied: results }),
  })),
  fc.tuple(repairable, call, fc.constantFrom('deleted', 'denied-attempt')).map(([found, started, tampering]) => ({
    found,
    record: toldRecord({ ...STAMP, mode: 'fix' }, found.id, { ...started, tampering, errorCode: 'AccessDenied' }),
  })),
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
