import { AddTagsCommand, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { CreateLogGroupCommand, PutRetentionPolicyCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateRoleCommand, CreateUserCommand, ListRolesCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateTopicCommand } from '@aws-sdk/client-sns';
import * as z from 'zod/mini';
import { type Integration, makeBucket, makeIntegration, makeTrail, trailArnOf } from '../../demo/trails.ts';
import { DELIVERY_POLICY_NAME, deliveryPolicy, TRUST_DOCUMENT } from '../../lambda/core/integration/delivery-role.ts';
import { DELIVERY_ROLE_PATH, deliveryRoleName, EXCLUDE_TAG, TRAIL_TAG } from '../../lambda/core/integration/names.ts';
import type { StackOutputs } from '../../local/deploy.ts';
import { idOf, PREFIX } from './scenarios.ts';
import type { Stage } from './stage.ts';

const RULES = z.object({ Rules: z.array(z.object({ Name: z.string() })) });

/** The targets of an attacker: names, unless the field is an ARN or a URL. */
export interface Targets {
  readonly account: string;
  readonly region: string;
  /** A trail that logs and that its owner integrated. */
  readonly trail: string;
  readonly bucket: string;
  /**
   * The log group of that trail, which keeps events for 400 days, and its role, as trails name
   * them.
   */
  readonly foreign: Integration & { readonly group: string };
  /** A trail that is stopped and excluded by the tag. */
  readonly excludedTrail: string;
  /** A delivery role as trailmend creates it, and its log group. */
  readonly deliveryRole: string;
  readonly deliveryRoleArn: string;
  readonly ownGroup: string;
  /** The delivery role of the stack, with DeliveryRole `stack`; else no role. */
  readonly stackRoleArn: string;
  /** A role under the path of delivery roles, without a boundary. */
  readonly unboundedRole: string;
  /** A role that every principal of the account with permissions in IAM can assume. */
  readonly adminRoleArn: string;
  readonly user: string;
  readonly foreignTopicArn: string;
  readonly ownTopicArn: string;
  readonly boundaryArn: string;
  readonly functionName: string;
  readonly rule: string;
  readonly failureQueueUrl: string;
  readonly keyArn: string;
}

/** @param suffix distinguishes the targets of two modes */
export async function targetsIn(stage: Stage, outputs: StackOutputs, suffix: string): Promise<Targets> {
  const { administrator, api, where, keys } = stage;
  const { account, region, cloudTrail, logs, iam, sns } = administrator;
  const trail = `target-${suffix}`;
  const excludedTrail = `excluded-target-${suffix}`;
  const boundaryArn = outputs['DeliveryRoleBoundaryArn'] ?? '';

  const bucket = await makeBucket(administrator, trail);
  const integration = await makeIntegration(administrator, trail);
  await makeTrail(administrator, trail, bucket, integration);
  const group = `/aws/cloudtrail/${trail}`;
  await logs.send(new PutRetentionPolicyCommand({ logGroupName: group, retentionInDays: 400 }));

  await makeTrail(administrator, excludedTrail, await makeBucket(administrator, excludedTrail));
  const excluded = { ResourceId: trailArnOf(administrator, excludedTrail), TagsList: [EXCLUDED] };
  await cloudTrail.send(new AddTagsCommand(excluded));
  await cloudTrail.send(new StopLoggingCommand({ Name: excludedTrail }));

  const id = idOf(administrator, trail);
  const deliveryRole = deliveryRoleName(id, 1);
  const ownGroup = `${PREFIX}${trail}`;
  await logs.send(new CreateLogGroupCommand({ logGroupName: ownGroup, tags: { [TRAIL_TAG]: id.arn } }));
  await logs.send(new PutRetentionPolicyCommand({ logGroupName: ownGroup, retentionInDays: 365 }));
  const { Role: delivery } = await iam.send(
    new CreateRoleCommand({
      RoleName: deliveryRole,
      Path: DELIVERY_ROLE_PATH,
      AssumeRolePolicyDocument: TRUST_DOCUMENT,
      PermissionsBoundary: boundaryArn,
      Tags: [{ Key: TRAIL_TAG, Value: id.arn }],
    }),
  );
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: deliveryRole,
      PolicyName: DELIVERY_POLICY_NAME,
      PolicyDocument: deliveryPolicy(id, ownGroup),
    }),
  );
  const { Roles = [] } = await iam.send(new ListRolesCommand({ PathPrefix: '/trailmend-delivery/' }));
  const unboundedRole = `trailmend-unbounded-${suffix}`;
  await iam.send(
    new CreateRoleCommand({
      RoleName: unboundedRole,
      Path: DELIVERY_ROLE_PATH,
      AssumeRolePolicyDocument: TRUST_DOCUMENT,
    }),
  );
  const { Role: admin } = await iam.send(
    new CreateRoleCommand({ RoleName: `admin-${suffix}`, AssumeRolePolicyDocument: trustOf(account) }),
  );
  const user = `dana-${suffix}`;
  await iam.send(new CreateUserCommand({ UserName: user }));
  const { TopicArn: foreignTopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: `foreign-${suffix}` }));
  const { Rules } = await api.json('events', 'AWSEvents.ListRules', {}, where, RULES);
  return {
    account,
    region,
    trail,
    bucket,
    foreign: { ...integration, group },
    excludedTrail,
    deliveryRole,
    deliveryRoleArn: delivery?.Arn ?? '',
    ownGroup,
    stackRoleArn: Roles.at(-1)?.Arn ?? 'none',
    unboundedRole,
    adminRoleArn: admin?.Arn ?? '',
    user,
    foreignTopicArn,
    ownTopicArn: outputs['TopicArn'] ?? '',
    boundaryArn,
    functionName: outputs['FunctionName'] ?? '',
    rule: Rules[0]?.Name ?? '',
    failureQueueUrl: outputs['FailureQueueUrl'] ?? '',
    keyArn: keys.topic,
  };
}

const EXCLUDED = { Key: EXCLUDE_TAG, Value: 'true' };

/** Trusts every principal of the account that has permissions in IAM. */
function trustOf(account: string): string {
  const Principal = { AWS: `arn:aws:iam::${account}:root` };
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }],
  });
}
