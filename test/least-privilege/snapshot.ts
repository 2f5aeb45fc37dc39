import {
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  ListTagsCommand,
} from '@aws-sdk/client-cloudtrail';
import {
  DescribeLogGroupsCommand,
  DescribeMetricFiltersCommand,
  DescribeSubscriptionFiltersCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { GetBucketPolicyCommand, ListBucketsCommand } from '@aws-sdk/client-s3';
import { GetTopicAttributesCommand, ListSubscriptionsCommand, ListTopicsCommand } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, ListQueuesCommand } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import type { Stage } from './stage.ts';

const ANY = z.looseObject({});
const RULES = z.object({ Rules: z.array(z.looseObject({ Name: z.string() })) });

/**
 * All resources in the account and the Region that an attacker could change, as AWS returns them.
 */
export async function snapshotOf(stage: Stage): Promise<Readonly<Record<string, unknown>>> {
  const [iam, trails, groups, buckets, topics, queues, rules, functions] = await Promise.all([
    identitiesIn(stage),
    trailsIn(stage),
    groupsIn(stage),
    bucketsIn(stage),
    topicsIn(stage),
    queuesIn(stage),
    rulesIn(stage),
    functionsIn(stage),
  ]);
  return { iam, trails, groups, buckets, topics, queues, rules, functions };
}

/** The functions without their states: a deployment ends before they are active. */
async function functionsIn({ api, where }: Stage): Promise<unknown> {
  const { Functions } = Object(await api.rest('lambda', 'GET', '/2015-03-31/functions/', where));
  return Functions.map((one: object) =>
    Object.fromEntries(Object.entries(one).filter(([name]) => !/^(State|LastUpdateStatus)/.test(name))),
  );
}

/** Users, roles and policies with their content. */
async function identitiesIn({ api, where }: Stage): Promise<string> {
  const form = { Action: 'GetAccountAuthorizationDetails', Version: '2010-05-08' };
  return (await api.query('iam', form, where)).replace(/<RequestId>[^<]*/, '');
}

async function trailsIn({ administrator: { cloudTrail } }: Stage): Promise<readonly unknown[]> {
  const { trailList = [] } = await cloudTrail.send(new DescribeTrailsCommand({ includeShadowTrails: false }));
  return Promise.all(
    trailList.map(async (trail) => {
      const Name = trail.TrailARN;
      const [{ IsLogging }, { EventSelectors }, { ResourceTagList }] = await Promise.all([
        cloudTrail.send(new GetTrailStatusCommand({ Name })),
        cloudTrail.send(new GetEventSelectorsCommand({ TrailName: Name })),
        cloudTrail.send(new ListTagsCommand({ ResourceIdList: [Name ?? ''] })),
      ]);
      return { trail, IsLogging, EventSelectors, ResourceTagList };
    }),
  );
}

async function groupsIn({ administrator: { logs } }: Stage): Promise<readonly unknown[]> {
  const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({}));
  return Promise.all(
    logGroups.map(async ({ logGroupName, arn = '', retentionInDays, kmsKeyId }) => {
      const [{ tags }, { subscriptionFilters }, { metricFilters }] = await Promise.all([
        logs.send(new ListTagsForResourceCommand({ resourceArn: arn.replace(/:\*$/, '') })),
        logs.send(new DescribeSubscriptionFiltersCommand({ logGroupName })),
        logs.send(new DescribeMetricFiltersCommand({ logGroupName })),
      ]);
      return { logGroupName, retentionInDays, kmsKeyId, tags, subscriptionFilters, metricFilters };
    }),
  );
}

async function bucketsIn({ administrator: { s3 } }: Stage): Promise<readonly unknown[]> {
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  return Promise.all(
    Buckets.map(async ({ Name }) => ({
      Name,
      policy: (
        await s3.send(new GetBucketPolicyCommand({ Bucket: Name })).catch(({ name }: Error) => ({ Policy: name }))
      ).Policy,
    })),
  );
}

async function topicsIn({ administrator: { sns } }: Stage): Promise<unknown> {
  const [{ Topics = [] }, { Subscriptions }] = await Promise.all([
    sns.send(new ListTopicsCommand({})),
    sns.send(new ListSubscriptionsCommand({})),
  ]);
  const attributes = Topics.map(async ({ TopicArn }) => {
    const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
    return Attributes;
  });
  return { Subscriptions, topics: await Promise.all(attributes) };
}

async function queuesIn({ administrator: { sqs } }: Stage): Promise<readonly unknown[]> {
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  return Promise.all(
    QueueUrls.map(async (QueueUrl) => {
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy', 'ApproximateNumberOfMessages'] }),
      );
      return { QueueUrl, Attributes };
    }),
  );
}

async function rulesIn({ api, where }: Stage): Promise<readonly unknown[]> {
  const { Rules } = await api.json('events', 'AWSEvents.ListRules', {}, where, RULES);
  return Promise.all(
    Rules.map(async (rule) => ({
      rule,
      targets: await api.json('events', 'AWSEvents.ListTargetsByRule', { Rule: rule.Name }, where, ANY),
    })),
  );
}
