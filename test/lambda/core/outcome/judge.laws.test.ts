import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { actionable } from '../../../../lambda/core/model/finding.ts';
import { callOf } from '../../../../lambda/core/model/trigger.ts';
import { isNotifiable } from '../../../../lambda/core/notification/policy.ts';
import { judge } from '../../../../lambda/core/outcome/judge.ts';
import { judged, record } from '../../../support/arbitrary/records.ts';

describe('the judgement of a run', () => {
  test('is a success only when nothing but advice is found, and then always', () => {
    fc.assert(
      fc.property(judged, ({ run }) => {
        const { outcome } = judge(run);
        const whole = run.last.scope.scope === 'in' && actionable(run.last.findings).length === 0;
        expect(outcome === 'FIXED' || outcome === 'COMPLIANT').toBe(whole);
      }),
      { numRuns: 250 },
    );
  });

  test('is FIXED only when a call that changes the trail went through, or its change is seen', () => {
    fc.assert(
      fc.property(judged, ({ run }) => {
        const changing = run.applied.some(({ step }) =>
          /UpdateTrail|StartLogging|PutMetricFilter|PutRetentionPolicy/.test(step.operation),
        );
        if (judge(run).outcome === 'FIXED') expect(changing).toBe(true);
      }),
      { numRuns: 250 },
    );
  });

  test('is SKIPPED exactly out of scope, and WOULD_FIX exactly where a dry run left steps out', () => {
    fc.assert(
      fc.property(judged, ({ run }) => {
        const { outcome } = judge(run);
        expect(outcome === 'SKIPPED').toBe(run.last.scope.scope === 'out');
        expect(outcome === 'WOULD_FIX').toBe(run.mode === 'dry-run' && run.plan.steps.length > 0);
      }),
      { numRuns: 250 },
    );
  });

  test('names its stage exactly when it FAILED, and who can act when it is BLOCKED', () => {
    fc.assert(
      fc.property(judged, ({ run }) => {
        const { outcome, stage, whoCanAct, detail } = judge(run);
        expect(stage !== undefined).toBe(outcome === 'FAILED');
        if (outcome === 'BLOCKED' || outcome === 'SKIPPED') expect(whoCanAct).toBeTruthy();
        expect(detail).not.toBe('');
      }),
      { numRuns: 250 },
    );
  });
});

test('every outcome that asks for somebody is told, and tampering always but in a member account', () => {
  fc.assert(
    fc.property(record, ({ record: one }) => {
      const { outcome, reason, trigger } = one;
      const silent = reason === 'organization-member';
      if (/^(FAILED|BLOCKED|WOULD_FIX|FIXED)$/.test(outcome)) expect(isNotifiable(one)).toBe(true);
      const tampering = callOf(trigger)?.tampering;
      if (tampering) expect(isNotifiable(one)).toBe(!silent);
      if (outcome === 'COMPLIANT' && !tampering) expect(isNotifiable(one)).toBe(false);
    }),
    { numRuns: 200 },
  );
});
