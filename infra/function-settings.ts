import type { Parameters } from './declare-parameters.ts';
import type { RemediatorSettings } from './remediator.ts';

/** The settings of the function that are parameters of the stack. */
export function settingsOf(parameters: Parameters) {
  return {
    mode: parameters.Mode.valueAsString,
    organizationTrails: parameters.OrganizationTrails.valueAsString,
    retentionDays: parameters.RetentionDays.valueAsString,
    settleSeconds: parameters.SettleSeconds.valueAsString,
    restartLogging: parameters.RestartLogging.valueAsString,
    logGroupPrefix: parameters.LogGroupPrefix.valueAsString,
    logGroupKmsKeyArn: parameters.LogGroupKmsKeyArn.valueAsString,
    excludedTrails: parameters.ExcludedTrails.valueAsString,
    dataEventTrails: parameters.DataEventTrails.valueAsString,
    metricFilters: parameters.MetricFilters.valueAsString,
    regions: parameters.Regions.valueAsString,
    chatTopic: parameters.ChatTopic.valueAsString,
  } satisfies Partial<RemediatorSettings>;
}
