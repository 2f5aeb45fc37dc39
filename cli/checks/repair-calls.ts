import { deliveryRoleArn as deliveryRoleArnOf } from '../../lambda/core/integration/delivery-role.ts';
import { deliveryRoleName, logGroupNames, TRAIL_TAG } from '../../lambda/core/integration/names.ts';
import type { Settings } from '../../lambda/core/model/settings.ts';
import { logGroupArn, type TrailId } from '../../lambda/core/model/trail-id.ts';
import type { SimulatedCalls } from '../reads/caller-simulation.ts';

/** IAM answers in one Region of each partition, and AWS names it as the requested one. */
const IAM_REGIONS: Readonly<Record<string, string>> = { 'aws-cn': 'cn-north-1', 'aws-us-gov': 'us-gov-west-1' };

type Delivery = Pick<Settings, 'logGroupPrefix' | 'deliveryRoleArn' | 'deliveryRoleBoundaryArn'>;

/**
 * The calls that repair trails, by Region, on the resources that trailmend would create for them.
 * CloudWatch Logs evaluates a log group under two ARNs.
 */
export function repairCalls(ids: readonly TrailId[], delivery: Delivery): readonly SimulatedCalls[] {
  const regions = Map.groupBy(ids, ({ region }) => region);
  return [
    ...[...regions].flatMap(([region, own]) => regionalCalls(region, own, delivery)),
    ...roleCalls(ids, delivery),
  ];
}

function regionalCalls(
  region: string,
  ids: readonly TrailId[],
  { logGroupPrefix }: Delivery,
): readonly SimulatedCalls[] {
  const context = { 'aws:RequestedRegion': region };
  const groups = ids.map((id) => logGroupArn(id, logGroupNames(id, logGroupPrefix)[0]).replace(/:\*$/, ''));
  const streams = groups.map((group) => `${group}:log-stream:`);
  return [
    {
      actions: ['cloudtrail:UpdateTrail', 'cloudtrail:StartLogging'],
      resources: ids.map(({ arn }) => arn),
      context,
    },
    { actions: ['logs:CreateLogGroup', 'logs:PutRetentionPolicy'], resources: [...groups, ...streams], context },
    { actions: ['logs:TagResource'], resources: groups, context: { ...context, 'aws:TagKeys': TRAIL_TAG } },
  ];
}

/** A stack can have the one role of all trails. Then a repair only passes it. */
function roleCalls(ids: readonly TrailId[], delivery: Delivery): readonly SimulatedCalls[] {
  const [first] = ids;
  if (!first) return [];
  const { deliveryRoleArn, deliveryRoleBoundaryArn: boundary } = delivery;
  const resources = deliveryRoleArn
    ? [deliveryRoleArn]
    : ids.map((id) => deliveryRoleArnOf(id, deliveryRoleName(id, 1)));
  const context = {
    'aws:RequestedRegion': IAM_REGIONS[first.partition] ?? 'us-east-1',
    ...(boundary !== '' && { 'iam:PermissionsBoundary': boundary }),
  };
  const passed = { ...context, 'iam:PassedToService': 'cloudtrail.amazonaws.com' };
  const passing = { actions: ['iam:PassRole'], resources, context: passed };
  if (deliveryRoleArn) return [passing];
  const tagged = { ...context, 'aws:TagKeys': TRAIL_TAG };
  return [
    { actions: ['iam:CreateRole', 'iam:TagRole'], resources, context: tagged },
    { actions: ['iam:PutRolePolicy'], resources, context },
    passing,
  ];
}
