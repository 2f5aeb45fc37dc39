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
import { BY_EVENT, BY_SWEEP } from '../reported.ts';
import type { Scene } from '../scene.ts';
import { makeKnownTrail, makeOwnTrail, targetOf } from '../trails.ts';

const power = 'logs';

/** An act on the log group of the trail. */
const onGroup =
  (act: (logs: AwsSession['logs'], logGroupName: string, scene: Scene) => Promise<unknown>): Deed['act'] =>
  async (scene, trail) =>
    act(scene.attacker.logs, (await targetOf(scene.administrator, trail)).group, scene);

const shorten = onGroup((logs, logGroupName) =>
  logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 1 })),
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

/** Deeds on a log group of its owner or of trailmend. */
const ON_ANY_GROUP: Readonly<Record<string, Pick<Deed, 'title' | 'expected' | 'act'>>> = {
  remade: {
    title: 'DeleteLogGroup and CreateLogGroup of the same name',
    expected: /group-remade|log group deleted/,
    act: onGroup(async (logs, logGroupName) => {
      await logs.send(new DeleteLogGroupCommand({ logGroupName }));
      await logs.send(new CreateLogGroupCommand({ logGroupName }));
    }),
  },
  retention: {
    title: 'PutRetentionPolicy: 1 day',
    expected: /group-retention-lowered|retention-short/,
    act: shorten,
  },
  streams: {
    title: 'DeleteLogStream',
    expected: /group-streams-deleted/,
    act: onGroup(async (logs, logGroupName) => {
      const { logStreams = [] } = await logs.send(new DescribeLogStreamsCommand({ logGroupName }));
      for (const { logStreamName } of logStreams)
        await logs.send(new DeleteLogStreamCommand({ logGroupName, logStreamName }));
    }),
  },
  masked: {
    title: 'PutDataProtectionPolicy that masks',
    expected: /group-masked/,
    act: onGroup((logs, logGroupIdentifier) =>
      logs.send(new PutDataProtectionPolicyCommand({ logGroupIdentifier, policyDocument: MASK })),
    ),
  },
};

/** A deed on a filter that the owner of the log group put there. */
function filterDeed(
  title: string,
  put: (scene: Scene, logGroupName: string) => Promise<unknown>,
  act: Deed['act'],
): Deed {
  return {
    ...{ power, title, expected: /group-filters-removed/, reported: BY_SWEEP, act },
    async trail(scene, trail) {
      await makeKnownTrail(scene, trail);
      await put(scene, `/aws/cloudtrail/${trail}`);
    },
  };
}

/** Deeds on the log group of its owner: the sweep finds them, but for its deletion. */
export const groupDeeds: Deeds = {
  ...Object.fromEntries(
    Object.entries(ON_ANY_GROUP).map(([name, deed]) => [
      `their-${name}`,
      { power, reported: name === 'remade' ? BY_EVENT : BY_SWEEP, ...deed },
    ]),
  ),
  'their-metric-filter': filterDeed(
    'DeleteMetricFilter',
    ({ administrator }, logGroupName) =>
      administrator.logs.send(
        new PutMetricFilterCommand({
          logGroupName,
          filterName: 'root',
          filterPattern: '{ $.userIdentity.type = "Root" }',
          metricTransformations: [{ metricName: 'root', metricNamespace: 'audit', metricValue: '1' }],
        }),
      ),
    onGroup((logs, logGroupName) => logs.send(new DeleteMetricFilterCommand({ logGroupName, filterName: 'root' }))),
  ),
  'their-subscription': filterDeed(
    'DeleteSubscriptionFilter',
    ({ administrator, aws }, logGroupName) =>
      administrator.logs.send(
        new PutSubscriptionFilterCommand({
          logGroupName,
          filterName: 'siem',
          filterPattern: '',
          destinationArn: `arn:aws:logs:${aws.region}:${aws.account}:destination:siem`,
        }),
      ),
    onGroup((logs, logGroupName) =>
      logs.send(new DeleteSubscriptionFilterCommand({ logGroupName, filterName: 'siem' })),
    ),
  ),
};

/** Deeds on a log group that trailmend created: its events start trailmend. */
export const ownGroupDeeds: Deeds = {
  ...Object.fromEntries(
    Object.entries(ON_ANY_GROUP).map(([name, { title, ...deed }]) => [
      `own-${name}`,
      { power, title: `${title}, in trailmend's log group`, reported: BY_EVENT, trail: makeOwnTrail, ...deed },
    ]),
  ),
  'own-untagged': {
    power,
    title: "UntagResource of trailmend's tag, then PutRetentionPolicy: 1 day",
    expected: /group-retention-lowered|retention-short/,
    // Each of the two calls has its event.
    reported: { ...BY_EVENT, messages: 2 },
    trail: makeOwnTrail,
    async act(scene, trail) {
      const { account, region, logs } = scene.attacker;
      const { group } = await targetOf(scene.administrator, trail);
      const resourceArn = `arn:aws:logs:${region}:${account}:log-group:${group}`;
      await logs.send(new UntagResourceCommand({ resourceArn, tagKeys: ['trailmend:trail'] }));
      await shorten(scene, trail);
    },
  },
};
