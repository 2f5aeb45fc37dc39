import { describe, expect, test } from '@jest/globals';
import { evaluateCached } from '../../iam/evaluation-cache.ts';
import type { EvaluationRequest } from '../../iam/simulation.ts';
import { ACCOUNT } from './fake-emulator.ts';

function inquiry(time: string, statement: object = {}, action = 'cloudtrail:DescribeTrails'): EvaluationRequest {
  const allow = { Effect: 'Allow', Action: 'cloudtrail:DescribeTrails', Resource: '*', ...statement };
  return {
    principal: `arn:aws:sts::${ACCOUNT}:assumed-role/worker/session`,
    action,
    resource: '*',
    resourceAccount: ACCOUNT,
    context: { 'aws:CurrentTime': time },
    identityPolicies: [{ name: 'own', document: { Version: '2012-10-17', Statement: [allow] } }],
    controls: [],
  };
}

describe('a cached evaluation', () => {
  const [morning, evening] = ['2026-01-02T06:00:00Z', '2026-01-02T18:00:00Z'];

  test('is returned at any time', () => {
    const policies = {};
    expect(evaluateCached(policies, inquiry(evening))).toBe(evaluateCached(policies, inquiry(morning)));
  });

  test('does not serve other policies or another action', async () => {
    const policies = {};
    const first = evaluateCached(policies, inquiry(morning));
    expect(evaluateCached({}, inquiry(morning))).not.toBe(first);
    expect(await evaluateCached(policies, inquiry(morning, {}, 'cloudtrail:ListTrails'))).toMatchObject({
      verdict: 'denied',
    });
  });

  test('does not serve policies that depend on the time', async () => {
    const policies = {};
    const untilNoon = { Condition: { DateLessThan: { 'aws:CurrentTime': '2026-01-02T12:00:00Z' } } };
    expect(await evaluateCached(policies, inquiry(morning, untilNoon))).toMatchObject({ verdict: 'allowed' });
    expect(await evaluateCached(policies, inquiry(evening, untilNoon))).toMatchObject({ verdict: 'denied' });
  });
});
