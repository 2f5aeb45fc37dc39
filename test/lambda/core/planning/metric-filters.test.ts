import { describe, expect, test } from '@jest/globals';
import { MONITORING_FILTERS } from '../../../../lambda/core/integration/cis-filters.ts';
import { NO_HISTORY, type RepairFacts, type TrailFacts } from '../../../../lambda/core/model/facts.ts';
import type { Plan } from '../../../../lambda/core/model/plan.ts';
import type { Settings } from '../../../../lambda/core/model/settings.ts';
import { identityOf } from '../../../../lambda/core/model/step.ts';
import { planFor } from '../../../../lambda/core/planning/plan.ts';
import { assess } from '../../../../lambda/core/rules/assess.ts';
import {
  blankedFacts,
  factsWith,
  ourGroup,
  REPAIR_FACTS,
  read,
  repairFactsWith,
  SETTINGS,
  settingsWith,
  TRIGGER,
  unread,
} from '../../../support/perfect-trail.ts';

function planned(facts: TrailFacts, settings: Settings, repairFacts = REPAIR_FACTS): Plan {
  const findings = assess(facts, settings, NO_HISTORY);
  return planFor({ facts, findings, scope: { scope: 'in' } }, { trigger: TRIGGER, settings, repairFacts });
}

describe('with MetricFilters cis', () => {
  const CIS = settingsWith({ metricFilters: 'cis' });
  const filters = (plan: Plan) => plan.steps.filter(({ operation }) => operation === 'PutMetricFilter');
  const asWanted = MONITORING_FILTERS.map(({ metric, pattern }) => {
    return { name: `trailmend-${metric}`, pattern, metric, namespace: 'Trailmend', value: '1', isNarrowed: false };
  });

  test('puts every filter into a new group, after the group is created', () => {
    const steps = filters(planned(blankedFacts(), CIS));
    expect(steps).toHaveLength(MONITORING_FILTERS.length);
    expect(steps[0]).toEqual({
      operation: 'PutMetricFilter',
      input: {
        logGroupName: '/trailmend/audit',
        filterName: 'trailmend-UnauthorizedCalls',
        filterPattern: MONITORING_FILTERS[0]?.pattern,
        metricTransformations: [{ metricName: 'UnauthorizedCalls', metricNamespace: 'Trailmend', metricValue: '1' }],
      },
      needs: ['CreateLogGroup'],
      repairs: ['metric-filters'],
    });
  });

  test('adds the filters that a group of an earlier run lacks', () => {
    const metricFilters = read(asWanted.slice(1));
    const one = repairFactsWith({ candidateGroups: read([ourGroup({ metricFilters })]) });
    const several = repairFactsWith({ candidateGroups: read([ourGroup({ name: 'x' }), ourGroup({ metricFilters })]) });
    expect(filters(planned(blankedFacts(), CIS, one)).map(({ input, needs }) => [input, needs])).toEqual([
      [expect.objectContaining({ filterName: 'trailmend-UnauthorizedCalls', logGroupName: '/trailmend/audit' }), []],
    ]);
    expect(filters(planned(blankedFacts(), CIS, several))).toEqual([]);
  });

  test.each(['name', 'pattern', 'metric', 'namespace', 'value', 'isNarrowed'] as const)(
    'replaces a filter with another %s',
    (field) => {
      const [first, ...others] = asWanted;
      const changed = { ...first, [field]: field === 'isNarrowed' ? true : 'another' } as (typeof asWanted)[number];
      const facts = factsWith({ metricFilters: read([changed, ...others]) });
      expect(filters(planned(facts, CIS)).map(identityOf)).toEqual(['PutMetricFilter trailmend-UnauthorizedCalls']);
      expect(planned(facts, CIS).steps[0]?.input).toMatchObject({ logGroupName: 'audit-logs' });
    },
  );

  test.each<[string, TrailFacts, Settings, RepairFacts?]>([
    ['without MetricFilters', blankedFacts(), SETTINGS],
    ['when the filters were not asked for', factsWith({}), CIS],
    ['when the group has all of them', factsWith({ metricFilters: read(asWanted) }), CIS],
    ['when the trail could not be read', factsWith({ trail: unread('denied'), metricFilters: read([]) }), CIS],
    [
      'into an accepted group that trailmend did not create',
      blankedFacts({ metricFilters: read([]) }),
      CIS,
      repairFactsWith({ acceptedGroup: read({ name: 'f', class: 'STANDARD' }) }),
    ],
  ])('puts no filter %s', (_name, facts, settings, repairFacts = REPAIR_FACTS) =>
    expect(filters(planned(facts, settings, repairFacts))).toEqual([]),
  );
});
