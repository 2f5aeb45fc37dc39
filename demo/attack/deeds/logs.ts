import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DeleteLogStreamCommand,
  DeleteMetricFilterCommand,
  DeleteSubscriptionFilterCommand,
  DescribeLogStreamsCommand,
  PutDataProtectionPolicyCommand,
  PutMetricFilterCommand,
  PutRetentionPolicyCommand,
  PutSubscriptionFilterCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { AwsSession } from '../../sessions.ts';
import type { Deed, Deeds } from '../deed.ts';
import type { Scene } from '../scene.ts';
import { makeKnownTrail, makeOwnTrail, targetOf } from '../trails.ts';

const power = 'logs';

/** An act on the log group of the trail. */
const onGroup =
  (act: (logs: AwsSession['logs'], logGroupName: string, scene: Scene) => Promise<unknown>): Deed['act'] =>
  async (scene, trail) =>
    act(scene.attacker.logs, (await targetOf(scene.administrator, trail)).group, scene);

const remake = onGroup(async (logs, logGroupName) => {
  await logs.send(new DeleteLogGroupCommand({ logGroupName }));
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
});
const shorten = onGroup((logs, logGroupName) =>
  logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 1 })),
);
const deleteStreams = onGroup(async (logs, logGroupName) => {
  const { logStreams = [] } = await logs.send(new DescribeLogStreamsCommand({ logGroupName }));
  for (const { logStreamName } of logStreams)
    await logs.send(new DeleteLogStreamCommand({ logGroupName, logStreamName }));
});
const mask = onGroup((logs, logGroupIdentifier) =>
  logs.send(new PutDataProtectionPolicyCommand({ logGroupIdentifier, policyDocument: MASK })),
);

const DataIdentifier = ['arn:aws:dataprotection::aws:data-identifier/IpAddress'];
const MASK = JSON.stringify({
  Name: 'mask',
  Version: '2021-06-01',
  Statement: [
    { Sid: 'audit', DataIdentifier, Operation: { Audit: { FindingsDestination: {} } } },
    { Sid: 'mask', DataIdentifier, Operation: { Deidentify: { MaskConfig: {} } } },
  ],
});

/** Deeds on the log group of its owner: the sweep finds them. */
export const groupDeeds: Deeds = {
  'their-remade': {
    power,
    title: 'DeleteLogGroup and CreateLogGroup of the same name',
    expected: /group-remade/,
    act: remake,
  },
  'their-retention': {
    power,
    title: 'PutRetentionPolicy: 1 day',
    expected: /group-retention-lowered/,
    act: shorten,
  },
  'their-streams': { power, title: 'DeleteLogStream', expected: /group-streams-deleted/, act: deleteStreams },
  'their-metric-filter': {
    power,
    title: 'DeleteMetricFilter',
    expected: /group-filters-removed/,
    async trail(scene, trail) {
      await makeKnownTrail(scene, trail);
      await scene.administrator.logs.send(
        new PutMetricFilterCommand({
          logGroupName: `/aws/cloudtrail/${trail}`,
          filterName: 'root',
          filterPattern: '{ $.userIdentity.type = "Root" }',
          metricTransformations: [{ metricName: 'root', metricNamespace: 'audit', metricValue: '1' }],
        }),
      );
    },
    act: onGroup((logs, logGroupName) =>
      logs.send(new DeleteMetricFilterCommand({ logGroupName, filterName: 'root' })),
    ),
  },
  'their-subscription': {
    power,
    title: 'DeleteSubscriptionFilter',
    expected: /group-filters-removed/,
    async trail(scene, trail) {
      await makeKnownTrail(scene, trail);
      await scene.administrator.logs.send(
        new PutSubscriptionFilterCommand({
          logGroupName: `/aws/cloudtrail/${trail}`,
          filterName: 'siem',
          filterPattern: '',
          destinationArn: `arn:aws:logs:${scene.aws.region}:${scene.aws.account}:destination:siem`,
        }),
      );
    },
    act: onGroup((logs, logGroupName) =>
      logs.send(new DeleteSubscriptionFilterCommand({ logGroupName, filterName: 'siem' })),
    ),
  },
  'their-masked': {
    power,
    title: 'PutDataProtectionPolicy that masks',
    expected: /group-masked/,
    act: mask,
  },
};

/** Deeds on a log group that trailmend created. */
export const ownGroupDeeds: Deeds = {
  'own-remade': {
    power,
    title: "DeleteLogGroup and CreateLogGroup of trailmend's group",
    expected: /group-remade|log group deleted/,
    trail: makeOwnTrail,
    act: remake,
  },
  'own-untagged': {
    power,
    title: "UntagResource of trailmend's tag, then PutRetentionPolicy: 1 day",
    expected: /group-retention-lowered|retention-short/,
    trail: makeOwnTrail,
    async act(scene, trail) {
      const { account, region, logs } = scene.attacker;
      const { group } = await targetOf(scene.administrator, trail);
      const resourceArn = `arn:aws:logs:${region}:${account}:log-group:${group}`;
      await logs.send(new UntagResourceCommand({ resourceArn, tagKeys: ['trailmend:trail'] }));
      await shorten(scene, trail);
    },
  },
  'own-retention': {
    power,
    title: "PutRetentionPolicy of trailmend's group: 1 day",
    expected: /group-retention-lowered|retention-short/,
    trail: makeOwnTrail,
    act: shorten,
  },
  'own-streams': {
    power,
    title: "DeleteLogStream in trailmend's group",
    expected: /group-streams-deleted|log stream deleted/,
    trail: makeOwnTrail,
    act: deleteStreams,
  },
  'own-masked': {
    power,
    title: "PutDataProtectionPolicy that masks trailmend's group",
    expected: /group-masked/,
    trail: makeOwnTrail,
    act: mask,
  },
};
