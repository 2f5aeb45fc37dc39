import type { Settings } from '../lambda/core/model/settings.ts';

/** The settings of a stack with the default parameters. Without a stack there is no boundary. */
export function defaultSettings(account: string): Settings {
  return {
    mode: 'dry-run',
    account,
    organizationTrails: false,
    retentionDays: 365,
    restartLogging: 'seen',
    logGroupPrefix: '/trailmend/',
    excludedTrails: '',
    dataEventTrails: 'notify',
    metricFilters: 'none',
    deliveryRoleBoundaryArn: '',
  };
}
