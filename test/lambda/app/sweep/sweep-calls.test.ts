import { describe, expect, test } from '@jest/globals';
import { CALLS_FOR_OWN_RULE, MOST_SWEEP_MS, measureSweep, mostCalls } from '../../../../bench/sweep.ts';
import { REGIONS, SCENES } from '../../../../bench/sweep-scene.ts';

/** What every trail costs: all the glance asks while AWS delivers. */
const glances = (trails: number) => ({
  GetTrailStatus: trails,
  ListTags: trails,
  GetEventSelectors: trails,
  DescribeLogGroups: trails,
});
/** What a role costs that AWS does not prove by delivering. */
const proofs = (trails: number) => ({ GetRole: trails, SimulatePrincipalPolicy: trails });

describe.each(SCENES.map((scene) => [scene.title, scene] as const))('a sweep of 17 regions with %s', (_, scene) => {
  const trails = scene.trails.length;

  test('makes one call, one for each region, at most four or six for each trail, and two for the rule', async () => {
    const { calls, ledgerCalls, outcomes, tookMs } = await measureSweep(scene);
    expect(outcomes).toEqual({ [scene.outcome]: trails, ...(!scene.isMultiRegion && { 'not-covered': 1 }) });
    expect(calls).toEqual({
      DescribeRegions: 1,
      DescribeTrails: REGIONS.length,
      ...glances(trails),
      ...(!scene.isDelivering && proofs(trails)),
      DescribeRule: 1,
      ListTargetsByRule: 1,
    });
    const all = Object.values(calls).reduce((sum, count) => sum + count);
    expect(all).toBeLessThanOrEqual(mostCalls(scene) + CALLS_FOR_OWN_RULE);
    expect(ledgerCalls).toEqual({ recallCursor: 1, load: trails });
    expect(tookMs).toBeLessThan(MOST_SWEEP_MS);
  });
});

test('the dearest scenes hold 85 trails, whose bounds are those of the contract', () => {
  expect(SCENES.slice(1).map((scene) => [scene.trails.length, mostCalls(scene)])).toEqual([
    [85, 1 + 17 + 4 * 85],
    [85, 1 + 17 + 6 * 85],
  ]);
});
