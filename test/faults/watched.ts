import { UpdateTrailCommand } from '@aws-sdk/client-cloudtrail';
import { PutMetricFilterCommand, PutRetentionPolicyCommand } from '@aws-sdk/client-cloudwatch-logs';
import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { makeTrail } from '../../demo/trails.ts';
import { filterName, METRIC_NAMESPACE, MONITORING_FILTERS } from '../../lambda/core/integration/cis-filters.ts';
import { DELIVERY_POLICY_NAME, deliveryPolicy, deliveryRoleArn } from '../../lambda/core/integration/delivery-role.ts';
import { deliveryRoleName } from '../../lambda/core/integration/names.ts';
import { logGroupArn } from '../../lambda/core/model/trail-id.ts';
import { type Account, PREFIX, RETENTION_DAYS, seenIn } from './account.ts';
import { END, forget, LOOK, makeOurs, type Situation, trailIn } from './situation.ts';

const LOOK_AT_FILTERS = [...LOOK, 'SimulatePrincipalPolicy', 'ListTagsForResource', 'DescribeMetricFilters'];

/**
 * A trail that delivers as trailmend made it, in whose group somebody changes a metric filter: one call for one filter stands for those of
 * the whole set, which go out one after the other. What trailmend made stays from case to case.
 */
export const WATCHED: Situation = {
  name: 'a metric filter of a trail is changed',
  trail: 'watched',
  settings: { metricFilters: 'cis' },
  make: ({ administrator, bucket }, trail) => makeTrail(administrator, trail, bucket),
  async breaks(account, trail) {
    if ((await seenIn(account, trail)).groups.length === 0) await integrate(account, trail);
    await putFilter(account, trail, CHANGED, '{ $.eventName = "Nothing" }');
  },
  eventName: 'UpdateTrail',
  calls: [...LOOK_AT_FILTERS, 'PutMetricFilter', ...LOOK_AT_FILTERS, ...END].toSorted(),
  // What a run has read when it crashes is lost in every situation alike.
  crashes: ['PutMetricFilter', 'UpdateItem', 'Publish'],
  // How a call is tried again is the same for every operation.
  onlyLasting: true,
  clear: forget,
};

const [CHANGED] = MONITORING_FILTERS.map(filterName);

async function integrate(account: Account, trail: string): Promise<void> {
  const { cloudTrail, iam, logs } = account.administrator;
  const id = trailIn(account, trail);
  const logGroupName = `${PREFIX}${trail}`;
  const role = { RoleName: deliveryRoleName(id, 1) };
  await makeOurs(account, trail);
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
  for (const filter of MONITORING_FILTERS) await putFilter(account, trail, filterName(filter), filter.pattern);
}

async function putFilter({ administrator }: Account, trail: string, name = '', pattern = ''): Promise<void> {
  const [{ metric } = { metric: '' }] = MONITORING_FILTERS.filter((filter) => filterName(filter) === name);
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
