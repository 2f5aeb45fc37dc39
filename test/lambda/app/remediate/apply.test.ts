import { describe, expect, test } from '@jest/globals';
import { type ApplyContext, apply } from '../../../../lambda/app/remediate/apply.ts';
import { identityOf, type Step } from '../../../../lambda/core/model/step.ts';
import { integrationSteps } from '../../../../lambda/core/planning/delivery-steps.ts';
import { filterPlan } from '../../../../lambda/core/planning/metric-filters.ts';
import { virtualClock } from '../../../support/aws/virtual-clock.ts';
import { blankedFacts, SETTINGS } from '../../../support/perfect-trail.ts';

/** CreateLogGroup, PutRetentionPolicy; CreateRole, PutRolePolicy; UpdateTrail. */
const STEPS = integrationSteps(blankedFacts(), { kind: 'new', name: 'g' }, { kind: 'new', name: 'r' }, SETTINGS, [
  'log-group-not-set',
]);
const UPDATE = STEPS.filter(({ operation }) => operation === 'UpdateTrail').map((step) => ({ ...step, needs: [] }));

type WriteResult = Awaited<ReturnType<ApplyContext['perform']>>;
const DONE: WriteResult = { ok: true, value: {} };

function refused(operation: string, code: string, message = ''): WriteResult {
  return { ok: false, error: { operation, code, message } };
}

/** A context in which every call succeeds and stays wanted, with these differences. */
function contextWith(changes: Partial<ApplyContext> = {}): ApplyContext {
  return {
    perform: async () => DONE,
    takeTurn: (_, isWanted) => isWanted(false),
    clock: virtualClock(0),
    isStillWanted: async () => true,
    ...changes,
  };
}

/**
 * UpdateTrail returns an error until it succeeds. Gives when it was called, in milliseconds from
 * the start.
 */
async function updateUntil(succeedsAtMs: number, code: string, message: string, changes: Partial<ApplyContext> = {}) {
  const context = contextWith(changes);
  const { clock } = context;
  const calls: number[] = [];
  const perform = async () => {
    calls.push(clock.now());
    return clock.now() >= succeedsAtMs ? DONE : refused('UpdateTrail', code, message);
  };
  const [applied] = await apply(UPDATE, { ...context, perform });
  const gaps = calls.slice(1).map((time, index) => time - (calls[index] ?? 0));
  return { applied, calls, gaps };
}

describe('a call that AWS does not accept at once', () => {
  test('is not made again when it is no longer wanted', async () => {
    const clock = virtualClock(0);
    const { applied, calls } = await updateUntil(60_000, 'ConflictException', 'not ready', {
      clock,
      isStillWanted: async ({ operation }) => operation === 'UpdateTrail' && clock.now() < 3_000,
    });
    expect(calls.length).toBeGreaterThan(1);
    expect(Math.max(...calls)).toBeLessThan(3_000);
    expect(applied).toMatchObject({ result: 'outdated', attempts: calls.length, error: { code: 'ConflictException' } });
  });

  test('is made once without asking whether it is still wanted', async () => {
    const { applied } = await updateUntil(0, '', '', { isStillWanted: async () => false });
    expect(applied).toMatchObject({ result: 'done', attempts: 1 });
  });
});

describe('a call that waited for its turn', () => {
  const waited: ApplyContext['takeTurn'] = (_, isWanted) => isWanted(true);

  test('is not made when it is no longer wanted', async () => {
    const isStillWanted = async () => false;
    const { applied, calls } = await updateUntil(0, '', '', { takeTurn: waited, isStillWanted });
    expect(applied).toEqual({ step: UPDATE[0], result: 'outdated', attempts: 0 });
    expect(calls).toEqual([]);
  });

  test('is made when it is still wanted, and has its two minutes from then on', async () => {
    const clock = virtualClock(0);
    const takeTurn: ApplyContext['takeTurn'] = async (_, isWanted) => {
      if (clock.now() === 0) await clock.sleep(60_000);
      return isWanted(true);
    };
    const code = 'ConflictException';
    const { applied, calls } = await updateUntil(170_000, code, 'later', { clock, takeTurn });
    expect(calls[0]).toBe(60_000);
    expect(applied).toMatchObject({ result: 'done' });
  });
});

describe('the order of calls', () => {
  /** Every call takes a second. */
  async function timeline(refuse: (operation: string) => boolean = () => false) {
    const clock = virtualClock(0);
    const sent: string[] = [];
    const perform: ApplyContext['perform'] = async ({ operation }) => {
      sent.push(`${clock.now() / 1000} ${operation}`);
      await clock.sleep(1_000);
      return refuse(operation) ? refused(operation, 'AccessDenied') : DONE;
    };
    const applied = await apply(STEPS, contextWith({ perform, clock }));
    return { sent, applied };
  }

  test('calls of one operation go out one after the other, whatever the result of each', async () => {
    const { steps } = filterPlan(blankedFacts(), { kind: 'new', name: 'g' }, { ...SETTINGS, metricFilters: 'cis' });
    const three = steps.slice(0, 3).map((step) => ({ ...step, needs: [] }));
    const clock = virtualClock(0);
    const sent: string[] = [];
    const perform: ApplyContext['perform'] = async (step) => {
      sent.push(`${clock.now() / 1000} ${identityOf(step)}`);
      await clock.sleep(1_000);
      return sent.length === 1 ? refused(step.operation, 'AccessDenied') : DONE;
    };
    const applied = await apply(three, contextWith({ perform, clock }));
    expect(sent).toEqual(three.map((step, position) => `${position} ${identityOf(step)}`));
    expect(applied.map(({ result }) => result)).toEqual(['failed', 'done', 'done']);
  });

  test('a step that needs an operation waits for each call of it', async () => {
    const { steps } = filterPlan(blankedFacts(), { kind: 'new', name: 'g' }, { ...SETTINGS, metricFilters: 'cis' });
    const filters = steps.slice(0, 2).map((step) => ({ ...step, needs: [] }));
    const after = UPDATE.map((step): Step => ({ ...step, needs: ['PutMetricFilter'] }));
    const perform: ApplyContext['perform'] = async (step) =>
      identityOf(step) === 'PutMetricFilter trailmend-UnauthorizedCalls'
        ? refused(step.operation, 'AccessDenied')
        : DONE;
    const applied = await apply([...filters, ...after], contextWith({ perform }));
    expect(applied.map(({ result }) => result)).toEqual(['failed', 'done', 'not-attempted']);
  });

  test('independent calls go out together, and each waits for what it needs', async () => {
    expect((await timeline()).sent).toEqual([
      '0 CreateLogGroup',
      '1 PutRetentionPolicy',
      '1 CreateRole',
      '2 PutRolePolicy',
      '3 UpdateTrail',
    ]);
  });

  test('a step is not attempted when a step that it needs failed; all others are', async () => {
    const { sent, applied } = await timeline((operation) => operation === 'CreateRole');
    expect(sent).toEqual(['0 CreateLogGroup', '1 PutRetentionPolicy', '1 CreateRole']);
    expect(applied.map(({ step, result, attempts }) => [step.operation, result, attempts])).toEqual([
      ['CreateLogGroup', 'done', 1],
      ['PutRetentionPolicy', 'done', 1],
      ['CreateRole', 'failed', 1],
      ['PutRolePolicy', 'not-attempted', 0],
      ['UpdateTrail', 'not-attempted', 0],
    ]);
  });

  test('no role is created beside a log group that AWS refuses', async () => {
    const { sent } = await timeline((operation) => operation === 'CreateLogGroup');
    expect(sent).toEqual(['0 CreateLogGroup']);
  });

  test('a need that is not among the steps is not met', async () => {
    const applied = await apply(STEPS.slice(-1), contextWith());
    expect(applied).toMatchObject([{ result: 'not-attempted' }]);
  });
});

describe('the result of a call', () => {
  test('has the request id of a call that succeeded', async () => {
    const perform = async () => ({ ok: true, value: { requestId: 'req-1' } }) as const;
    const applied = await apply(UPDATE, contextWith({ perform }));
    expect(applied).toEqual([{ step: UPDATE[0], result: 'done', attempts: 1, requestId: 'req-1' }]);
  });

  test('has no request id where AWS returned none', async () => {
    const applied = await apply(UPDATE, contextWith());
    expect(applied).toEqual([{ step: UPDATE[0], result: 'done', attempts: 1 }]);
  });

  test("has AWS's error of a call that failed", async () => {
    const { applied, calls } = await updateUntil(
      1,
      'InsufficientS3BucketPolicyException',
      'Incorrect S3 bucket policy',
    );
    expect(applied).toEqual({
      step: UPDATE[0],
      result: 'failed',
      attempts: 1,
      error: {
        operation: 'UpdateTrail',
        code: 'InsufficientS3BucketPolicyException',
        message: 'Incorrect S3 bucket policy',
      },
    });
    expect(calls).toEqual([0]);
  });
});

describe('a role that CloudTrail does not see yet', () => {
  const ROLE = 'InvalidCloudWatchLogsRoleArnException';
  const GROUP = 'InvalidCloudWatchLogsLogGroupArnException';

  test.each([
    [ROLE, 'Access denied. Check the trust relationships for your role.'],
    [GROUP, 'Access denied. Check the permissions for your role.'],
    [GROUP, 'Access denied. Verify in IAM that the role has adequate permissions.'],
  ])('%s "%s" is retried until CloudTrail sees the role', async (code, message) => {
    const { applied, calls } = await updateUntil(8_000, code, message);
    expect(applied).toMatchObject({ result: 'done', attempts: 9 });
    expect(calls).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8].map((attempt) => attempt * 1_120));
  });

  test.each([
    [ROLE, 'You must specify a role ARN as well as a log group.'],
    [GROUP, "Check the log group ARN: CloudTrail can't validate it."],
    [GROUP, 'CloudTrail cannot validate the specified log group ARN. Access denied.'],
  ])('%s "%s" is final', async (code, message) => {
    const { applied } = await updateUntil(8_000, code, message);
    expect(applied).toMatchObject({ result: 'failed', attempts: 1 });
  });

  test('has UpdateTrail retried about once a second for 10 s, then every 3 to 5 s, for two minutes and no longer', async () => {
    const { applied, calls, gaps } = await updateUntil(Number.POSITIVE_INFINITY, ROLE, 'Access denied.');
    expect(gaps.slice(0, 9)).toEqual(Array(9).fill(1_120));
    expect(new Set(gaps.slice(9))).toEqual(new Set([4_000]));
    expect(calls.at(-1)).toBe(9 * 1_120 + 27 * 4_000);
    expect(applied).toMatchObject({ result: 'failed', attempts: calls.length, error: { code: ROLE } });
  });

  test('has UpdateTrail retried for the last time when the two minutes end, not a millisecond later', async () => {
    // Ten pauses of 1.1 s and 25 of 4.36 s make two minutes.
    let draws = 0;
    const random = () => {
      draws += 1;
      return draws <= 10 ? 0.25 : 0.68;
    };
    const { applied, calls } = await updateUntil(120_000, ROLE, 'Access denied.', {
      clock: virtualClock(0, { random }),
    });
    expect(calls.at(-1)).toBe(120_000);
    expect(applied).toMatchObject({ result: 'done' });
  });

  test('has UpdateTrail retried at uneven times, so that several runs do not call at once', async () => {
    let draw = 0;
    const random = () => {
      draw += 1;
      return (draw % 4) / 4;
    };
    const { gaps } = await updateUntil(30_000, ROLE, 'Access denied.', { clock: virtualClock(0, { random }) });
    expect(new Set(gaps).size).toBe(8);
  });
});

test.each(['ConflictException', 'ThrottlingException', 'Throttling', 'ConcurrentModification'])(
  '%s is retried like a role that CloudTrail does not see yet',
  async (code) => {
    expect((await updateUntil(2_000, code, 'later')).applied).toMatchObject({ result: 'done', attempts: 3 });
  },
);

describe('PutRolePolicy that IAM denies after CreateRole', () => {
  /**
   * When PutRolePolicy was called, in seconds, and its result. AWS denies it until `allowedAtMs`.
   */
  async function permit(allowedAtMs: number, message: string, withRole = true) {
    const clock = virtualClock(0);
    const calls: number[] = [];
    const perform: ApplyContext['perform'] = async ({ operation }) => {
      if (operation !== 'PutRolePolicy') return DONE;
      calls.push(clock.now());
      return clock.now() >= allowedAtMs ? DONE : refused(operation, 'AccessDenied', message);
    };
    const steps = withRole ? STEPS : STEPS.filter(({ operation }) => operation === 'PutRolePolicy').map(withoutNeeds);
    const applied = await apply(steps, contextWith({ perform, clock }));
    return { calls, result: applied.find(({ step }) => step.operation === 'PutRolePolicy')?.result };
  }
  const withoutNeeds = (step: Step): Step => ({ ...step, needs: [] });
  const IMPLICIT = 'not authorized to perform: iam:PutRolePolicy because no identity-based policy allows it';

  test('is retried until IAM sees the new role', async () => {
    const { calls, result } = await permit(5_000, IMPLICIT);
    expect(result).toBe('done');
    expect(calls.length).toBeGreaterThan(4);
  });

  test('is retried for half a minute and no longer', async () => {
    const { calls, result } = await permit(60_000, IMPLICIT);
    expect(result).toBe('failed');
    expect(Math.max(...calls)).toBeGreaterThan(24_000);
    expect(Math.max(...calls)).toBeLessThanOrEqual(30_000);
  });

  test.each([
    ['a service control policy denies it', 'with an explicit deny in a service control policy', true],
    ['a boundary denies it explicitly', 'with an explicit deny in a permissions boundary', true],
    ['the role existed before the run', IMPLICIT, false],
  ])('is made once when %s', async (_why, message, withRole) => {
    const { calls, result } = await permit(60_000, message, withRole);
    expect([calls.length, result]).toEqual([1, 'failed']);
  });
});
