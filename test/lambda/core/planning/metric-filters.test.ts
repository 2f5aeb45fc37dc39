import { describe, expect, test } from '@jest/globals';
import { MONITORING_FILTERS } from '../../../../lambda/core/integration/cis-filters.ts';
import type { TrailFacts } from '../../../../lambda/core/model/facts.ts';
import type { Plan } from '../../../../lambda/core/model/plan.ts';
import type { Settings } from '../../../../lambda/core/model/settings.ts';
import { identityOf } from '../../../../lambda/core/model/step.ts';
import { planFor } from '../../../../lambda/core/planning/plan.ts';
import { assess } from '../../../../lambda/core/rules/assess.ts';
import {
  blankedFacts,
  factsWith,
  ourGroup,
  read,
  SETTINGS,
  settingsWith,
  TRIGGER,
  unread,
} from '../../../support/perfect-trail.ts';

function planned(facts: TrailFacts, settings: Settings): Plan {
  return planFor({ facts, findings: assess(facts, settings), scope: { scope: 'in' } }, TRIGGER, settings);
}

describe('with MetricFilters cis', () => {
  const CIS = settingsWith({ metricFilters: 'cis' });
  const filters = (plan: Plan) => plan.steps.filter(({ operation }) => operation === 'PutMetricFilter');
  const asWanted = MONITORING_FILTERS.map(({ metric, pattern }) => {
    return { name: `trailmend-${metric}`, pattern, metric, namespace: 'Trailmend', value: '1', isNarrowed: false };
  });

  test('a new group gets every filter once it is there', () => {
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

  test('a group of an earlier run gets those that it lacks', () => {
    const metricFilters = read(asWanted.slice(1));
    const facts = blankedFacts({ candidateGroups: read([ourGroup({ name: 'x' }), ourGroup({ metricFilters })]) });
    const named = blankedFacts({ candidateGroups: read([ourGroup({ metricFilters })]) });
    expect(filters(planned(named, CIS)).map(({ input, needs }) => [input, needs])).toEqual([
      [expect.objectContaining({ filterName: 'trailmend-UnauthorizedCalls', logGroupName: '/trailmend/audit' }), []],
    ]);
    expect(filters(planned(facts, CIS))).toEqual([]);
  });

  test.each(['name', 'pattern', 'metric', 'namespace', 'value', 'isNarrowed'] as const)(
    'a filter with another %s is put back',
    (field) => {
      const [first, ...others] = asWanted;
      const changed = { ...first, [field]: field === 'isNarrowed' ? true : 'another' } as (typeof asWanted)[number];
      const facts = factsWith({ metricFilters: read([changed, ...others]) });
      expect(filters(planned(facts, CIS)).map(identityOf)).toEqual(['PutMetricFilter trailmend-UnauthorizedCalls']);
      expect(planned(facts, CIS).steps[0]?.input).toMatchObject({ logGroupName: 'audit-logs' });
    },
  );

  test.each<[string, TrailFacts, Settings]>([
    ['where the parameter is none', blankedFacts(), SETTINGS],
    ['where nobody asked', factsWith({}), CIS],
    ['where all are there', factsWith({ metricFilters: read(asWanted) }), CIS],
    ['where the trail is unread', factsWith({ trail: unread('denied'), metricFilters: read([]) }), CIS],
    [
      'in the former group of others',
      blankedFacts({ formerGroup: read({ name: 'f', class: 'STANDARD' }), metricFilters: read([]) }),
      CIS,
    ],
  ])('none is put %s', (_name, facts, settings) => expect(filters(planned(facts, settings))).toEqual([]));
});
