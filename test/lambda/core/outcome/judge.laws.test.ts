import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { actionable, findTooLarge, weakenings } from '../../../../lambda/core/model/finding.ts';
import { NO_MEMORY } from '../../../../lambda/core/model/memory.ts';
import { callOf } from '../../../../lambda/core/model/trigger.ts';
import { shouldNotify } from '../../../../lambda/core/notification/policy.ts';
import { judge } from '../../../../lambda/core/outcome/judge.ts';
import { judged, record } from '../../../support/arbitrary/records.ts';

describe('the judgement of a run', () => {
  test('is a success exactly when nothing but advice is found', () => {
    fc.assert(
      fc.property(judged, ({ run: { mode, trace } }) => {
        const { outcome } = judge(mode, trace);
        const { findings, scope } = trace.last;
        const isHealthy = scope.scope === 'in' && actionable(findings).length + weakenings(findings).length === 0;
        expect(outcome === 'FIXED' || outcome === 'COMPLIANT').toBe(isHealthy);
      }),
      { numRuns: 250 },
    );
  });

  test('is FIXED only when the run made a call that repairs something by itself', () => {
    fc.assert(
      fc.property(judged, ({ run: { mode, trace } }) => {
        const isRepaired = trace.applied.some(({ step }) =>
          /UpdateTrail|StartLogging|PutMetricFilter|PutRetentionPolicy/.test(step.operation),
        );
        if (judge(mode, trace).outcome === 'FIXED') expect(isRepaired).toBe(true);
      }),
      { numRuns: 250 },
    );
  });

  test('is SKIPPED exactly out of scope or while deliveries await a second look, and WOULD_FIX exactly where a dry run left out steps', () => {
    fc.assert(
      fc.property(judged, ({ run: { mode, trace } }) => {
        const { outcome, reason } = judge(mode, trace);
        const isAwaiting = reason === 'awaiting-second-look';
        const isOut = trace.last.scope.scope === 'out' && reason !== 'weakened';
        expect(outcome === 'SKIPPED').toBe(isOut || isAwaiting);
        if (isAwaiting)
          expect(actionable(trace.last.findings).every(({ verdict }) => verdict === 'undecided')).toBe(true);
        expect(outcome === 'WOULD_FIX').toBe(mode === 'dry-run' && trace.plan.steps.length > 0);
      }),
      { numRuns: 250 },
    );
  });

  test('names its stage exactly when it FAILED, and who can act when it is BLOCKED or SKIPPED', () => {
    fc.assert(
      fc.property(judged, ({ run: { mode, trace } }) => {
        const { outcome, stage, whoCanAct, detail } = judge(mode, trace);
        expect(stage !== undefined).toBe(outcome === 'FAILED');
        if (outcome === 'BLOCKED' || outcome === 'SKIPPED') expect(whoCanAct).toBeTruthy();
        expect(detail).not.toBe('');
      }),
      { numRuns: 250 },
    );
  });

  test('is SKIPPED while another run works on the trail, whatever was found', () => {
    fc.assert(
      fc.property(judged, ({ run: { mode, trace } }) => {
        expect(judge(mode, { ...trace, isHeldByOther: true })).toMatchObject({
          outcome: 'SKIPPED',
          reason: 'another-run',
        });
      }),
    );
  });
});

test('people are notified of every outcome that needs them, and of tampering everywhere but in a member account', () => {
  fc.assert(
    fc.property(record, ({ record: one }) => {
      const { outcome, reason, trigger, applied, remaining } = one;
      const isNotified = shouldNotify(one, NO_MEMORY);
      const tampering = callOf(trigger)?.tampering;
      const isStillCreated = reason === 'trail-just-made' && callOf(trigger) !== undefined && applied.length === 0;
      const isLost = findTooLarge(remaining) !== undefined;
      if (tampering) expect(isNotified).toBe(reason !== 'organization-member');
      else if (isStillCreated || outcome === 'COMPLIANT') expect(isNotified).toBe(isLost);
      else if (/^(FAILED|BLOCKED|WOULD_FIX|FIXED)$/.test(outcome)) expect(isNotified).toBe(true);
    }),
    { numRuns: 200 },
  );
});
