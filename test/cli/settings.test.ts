import { expect, test } from '@jest/globals';
import { defaultSettings } from '../../cli/settings.ts';
import { BEHAVIOUR, LOG_GROUPS, MONITORING } from '../../infra/parameters.ts';

test('a command has the settings of a stack with default parameters', () => {
  const { account: _account, mode: _mode, ...settings } = defaultSettings('111122223333');
  expect(Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, String(value)]))).toEqual({
    restartLogging: BEHAVIOUR.RestartLogging.default,
    dataEventTrails: BEHAVIOUR.DataEventTrails.default,
    organizationTrails: BEHAVIOUR.OrganizationTrails.default,
    excludedTrails: BEHAVIOUR.ExcludedTrails.default,
    retentionDays: LOG_GROUPS.RetentionDays.default,
    logGroupPrefix: LOG_GROUPS.LogGroupPrefix.default,
    metricFilters: MONITORING.MetricFilters.default,
    deliveryRoleBoundaryArn: '',
  });
});
