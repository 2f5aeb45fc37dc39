import { UpdateTrailCommand } from '@aws-sdk/client-cloudtrail';
import { PutMetricFilterCommand, PutRetentionPolicyCommand } from '@aws-sdk/client-cloudwatch-logs';
import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { makeTrail } from '../../demo/trails.ts';
import { METRIC_NAMESPACE, MONITORING_FILTERS } from '../../lambda/core/integration/cis-filters.ts';
import { DELIVERY_POLICY_NAME, deliveryPolicy, deliveryRoleArn } from '../../lambda/core/integration/delivery-role.ts';
import { deliveryRoleName } from '../../lambda/core/integration/names.ts';
import { logGroupArn } from '../../lambda/core/model/trail-id.ts';
import { type Account, PREFIX, RETENTION_DAYS, stateOf } from './account.ts';
import { createOwnResources, deleteMemory, END, OBSERVE, OWN_TARGET, type Situation, trailIn } from './situation.ts';

const OBSERVE_FILTERS = [...OBSERVE, ...OWN_TARGET, 'SimulatePrincipalPolicy', 'ListTagsForResource'];

/**
 * A user changes a metric filter in the log group of a trail that trailmend repaired. One filter
 * represents the set, whose calls are sent one after another. The resources stay from case to case.
 */
export const FILTER_CHANGED: Situation = {
  name: 'a user changes a metric filter of a trail',
  trail: 'watched',
  settings: { metricFilters: 'cis' },
  make: ({ administrator, bucket }, trail) => makeTrail(administrator, trail, bucket),
  async breaks(account, trail) {
    if ((await stateOf(account, trail)).groups.length === 0) await integrate(account, trail);
    await putFilter(account, trail, CHANGED, '{ $.eventName = "Nothing" }');
  },
  eventName: 'UpdateTrail',
  calls: [...OBSERVE_FILTERS, 'PutMetricFilter', ...OBSERVE_FILTERS, ...END].toSorted(),
  // A crash after a read has the same effect in every situation.
  crashes: ['PutMetricFilter', 'UpdateItem', 'Publish'],
  // Retries are the same for every operation.
  onlyLasting: true,
  clear: deleteMemory,
};

const [CHANGED] = MONITORING_FILTERS.map(({ name }) => name);

async function integrate(account: Account, trail: string): Promise<void> {
  const { cloudTrail, iam, logs } = account.administrator;
  const id = trailIn(account, trail);
  const logGroupName = `${PREFIX}${trail}`;
  const role = { RoleName: deliveryRoleName(id, 1) };
  await createOwnResources(account, trail);
  await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: RETENTION_DAYS }));
  const PolicyDocument = deliveryPolicy(id, logGroupName);
  await iam.send(new PutRolePolicyCommand({ ...role, PolicyName: DELIVERY_POLICY_NAME, PolicyDocument }));
  await cloudTrail.send(
    new UpdateTrailCommand({
      Name: id.arn,
      CloudWatchLogsLogGroupArn: logGroupArn(id, logGroupName),
      CloudWatchLogsRoleArn: deliveryRoleArn(id, role.RoleName),
    }),
  );
  for (const filter of MONITORING_FILTERS) await putFilter(account, trail, filter.name, filter.pattern);
}

async function putFilter({ administrator }: Account, trail: string, name = '', pattern = ''): Promise<void> {
  const [{ metric } = { metric: '' }] = MONITORING_FILTERS.filter((filter) => filter.name === name);
  const transformation = { metricName: metric, metricNamespace: METRIC_NAMESPACE, metricValue: '1' };
  await administrator.logs.send(
    new PutMetricFilterCommand({
      logGroupName: `${PREFIX}${trail}`,
      filterName: name,
      filterPattern: pattern,
      metricTransformations: [transformation],
    }),
  );
}
