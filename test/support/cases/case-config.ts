import type { Config } from '../../../lambda/config.ts';
import type { CaseSettings } from './case-file.ts';

/** The function's configuration in a case. The function runs in us-east-1. */
export function configOf(
  { partition, settleSeconds, logGroupKmsKeyArn, deliveryRoleArn, ...settings }: CaseSettings,
  mode: Config['settings']['mode'],
): Config {
  const { account } = settings;
  return {
    settings: {
      mode,
      ...settings,
      ...(logGroupKmsKeyArn !== undefined && { logGroupKmsKeyArn }),
      ...(deliveryRoleArn !== undefined && { deliveryRoleArn }),
      deliveryRoleBoundaryArn: `arn:${partition}:iam::${account}:policy/trailmend/trailmend-delivery-boundary`,
    },
    partition,
    region: 'us-east-1',
    settleSeconds,
    ledgerTable: 'trailmend-ledger',
    regions: [],
    topicArn: `arn:${partition}:sns:us-east-1:${account}:trailmend`,
    functionRoleArn: `arn:${partition}:iam::${account}:role/trailmend-function/trailmend-function`,
    forwarderRegions: [],
  };
}
