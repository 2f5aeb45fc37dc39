import { describe, expect, test } from '@jest/globals';
import { NO_MEMORY, type Repair } from '../../../../lambda/core/model/memory.ts';
import type { Plan } from '../../../../lambda/core/model/plan.ts';
import type { RuleId } from '../../../../lambda/core/model/rule-catalog.ts';
import { withPause } from '../../../../lambda/core/planning/pause.ts';
import { factsWith, NOW, SETTINGS, TRIGGER } from '../../../support/perfect-trail.ts';

const MINUTE_MS = 60 * 1000;
const at = (msAgo: number): string => new Date(Date.parse(NOW) - msAgo).toISOString();
const until = (pauseMs: number, msAgo: number) => expect.stringContaining(`an event later than ${at(msAgo - pauseMs)}`);

function planOf(...rules: readonly RuleId[]): Plan {
  const input = { logGroupName: 'group', retentionInDays: 365 };
  return {
    steps: rules.map((rule) => ({ operation: 'PutRetentionPolicy', input, needs: [], repairs: [rule] })),
    refused: [],
  };
}

/** Repairs of a concern, the last of them so long ago. */
function repairs(count: number, msAgo: number, concern = 'retention'): readonly Repair[] {
  return Array.from({ length: count }, (_, index) => ({ time: at(msAgo + count - 1 - index), concerns: [concern] }));
}

function paused(plan: Plan, known: readonly Repair[]): Plan {
  const memory = { ...NO_MEMORY, repairs: known };
  return withPause(plan, factsWith({}), { trigger: TRIGGER, settings: SETTINGS, memory });
}

describe('the pause of a repair that others undo', () => {
  const plan = planOf('retention-short');

  test.each([
    [3, 1],
    [4, 2],
    [5, 4],
    [8, 32],
    [13, 1024],
    [14, 1440],
    [30, 1440],
  ])('after %i repairs of the day takes %i minutes', (count, minutes) => {
    const pauseMs = minutes * MINUTE_MS;
    const lastMs = Math.min(pauseMs, 1439 * MINUTE_MS);
    expect(paused(plan, repairs(count, lastMs - 1)).refused).toEqual([
      expect.objectContaining({ rule: 'retention-short', reason: 'paused', detail: until(pauseMs, lastMs - 1) }),
    ]);
    if (pauseMs === lastMs) expect(paused(plan, repairs(count, pauseMs))).toBe(plan);
  });

  test('does not begin before the third repair of the same kind within 24 hours', () => {
    expect(paused(plan, repairs(2, 1))).toBe(plan);
    expect(paused(plan, [...repairs(1, 24 * 60 * MINUTE_MS), ...repairs(2, 1)])).toBe(plan);
    expect(paused(plan, [...repairs(9, 1, 'metric-filters'), ...repairs(2, 1)])).toBe(plan);
  });

  test('does not follow from times that are invalid or far in the future', () => {
    expect(
      paused(
        plan,
        ['9999-12-31T23:59:59.999Z', 'yesterday', at(1)].map((time) => ({ time, concerns: ['retention'] })),
      ),
    ).toBe(plan);
  });

  test('concerns metric filters too, and is ended by the person who undoes the repairs', () => {
    expect(paused(planOf('metric-filters'), repairs(3, 1, 'metric-filters')).refused).toEqual([
      {
        rule: 'metric-filters',
        reason: 'paused',
        detail: `others undid 3 repairs of the same kind within 24 hours. trailmend repairs it again at the next sweep, or after an event later than ${at(1 - MINUTE_MS)}`,
        whoCanAct: 'the person responsible for the change that undoes the repair',
      },
    ]);
  });

  test('ends with the next sweep', () => {
    const memory = { ...NO_MEMORY, repairs: repairs(9, 1) };
    const trigger = { kind: 'sweep', time: NOW } as const;
    expect(withPause(plan, factsWith({}), { trigger, settings: SETTINGS, memory })).toBe(plan);
  });

  test('holds up no plan with a repair that cannot wait', () => {
    const known = [...repairs(9, 2), ...repairs(9, 1, 'logging')];
    const both = planOf('retention-short', 'not-logging');
    expect(paused(both, known)).toBe(both);
    expect(paused(planOf('retention-short', 'metric-filters'), known).refused).toEqual([]);
  });

  test('keeps the other refusals of the plan, and needs the ledger', () => {
    const refused = [{ rule: 'not-logging', reason: 'restart-not-allowed', detail: 'd', whoCanAct: 'w' }] as const;
    const rules = paused({ ...plan, refused }, repairs(3, 1)).refused.map(({ rule }) => rule);
    expect(rules).toEqual(['not-logging', 'retention-short']);
    expect(withPause(plan, factsWith({}), { trigger: TRIGGER, settings: SETTINGS })).toBe(plan);
  });
});
