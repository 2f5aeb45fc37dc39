import { describe, expect, test } from '@jest/globals';
import { CALLS_FOR_OWN_RULE, MOST_SWEEP_MS, measureSweep, mostCalls } from '../../../../bench/sweep.ts';
import { REGIONS, SCENES } from '../../../../bench/sweep-scene.ts';

/** The calls of a quick check while AWS delivers. */
const quickChecks = (trails: number) => ({
  GetTrailStatus: trails,
  ListTags: trails,
  GetEventSelectors: trails,
  DescribeLogGroups: trails,
  DescribeLogStreams: trails,
  DescribeMetricFilters: trails,
  DescribeSubscriptionFilters: trails,
});
/** The calls about a role whose permissions no delivery proves. */
const roleChecks = (trails: number) => ({ GetRole: trails, SimulatePrincipalPolicy: trails });

describe.each(SCENES.map((scene) => [scene.title, scene] as const))('a sweep of 17 Regions with %s', (_, scene) => {
  const trails = scene.trails.length;

  test('makes one call, one for each Region, at most seven or nine for each trail, and two for the event rule', async () => {
    const { calls, ledgerCalls, outcomes, tookMs } = await measureSweep(scene);
    expect(outcomes).toEqual({ [scene.outcome]: trails, ...(!scene.isMultiRegion && { 'not-covered': 1 }) });
    expect(calls).toEqual({
      DescribeRegions: 1,
      DescribeTrails: REGIONS.length,
      ...quickChecks(trails),
      ...(!scene.isDelivering && roleChecks(trails)),
      DescribeRule: 1,
      ListTargetsByRule: 1,
    });
    const all = Object.values(calls).reduce((sum, count) => sum + count);
    expect(all).toBeLessThanOrEqual(mostCalls(scene) + CALLS_FOR_OWN_RULE);
    // One call reads the memories of all trails of a Region.
    expect(ledgerCalls).toEqual({
      loadIssues: 1,
      loadKnownTrails: 1,
      loadAll: scene.isMultiRegion ? 1 : REGIONS.length,
      loadProbes: 1,
      loadSettings: 1,
      saveProbe: 3,
    });
    expect(tookMs).toBeLessThan(MOST_SWEEP_MS);
  });
});

test('the most expensive scenes have 85 trails, and the bounds of the contract', () => {
  expect(SCENES.slice(1).map((scene) => [scene.trails.length, mostCalls(scene)])).toEqual([
    [85, 1 + 17 + 7 * 85],
    [85, 1 + 17 + 9 * 85],
  ]);
});
