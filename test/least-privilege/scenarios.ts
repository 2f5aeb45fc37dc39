import {
  AddTagsCommand,
  PutEventSelectorsCommand,
  StopLoggingCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateRoleCommand, DeleteRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { DescribeOrganizationCommand } from '@aws-sdk/client-organizations';
import type { AwsSession } from '../../demo/sessions.ts';
import { makeBucket, makeIntegration, makeTrail, trailArnOf } from '../../demo/trails.ts';
import {
  DELIVERY_POLICY_NAME,
  deliveryPolicy,
  deliveryRoleArn,
  TRUST_DOCUMENT,
} from '../../lambda/core/integration/delivery-role.ts';
import { DELIVERY_ROLE_PATH, deliveryRoleName, EXCLUDE_TAG, TRAIL_TAG } from '../../lambda/core/integration/names.ts';
import type { OutcomeWord } from '../../lambda/core/model/outcome.ts';
import { parseTrailArn, type TrailId } from '../../lambda/core/model/trail-id.ts';
import { eventWith } from '../lambda/app/trail-events.ts';

export const PREFIX = '/trailmend/';

/** Where a scenario is played. */
export interface Scene {
  readonly administrator: AwsSession;
  /** The boundary of delivery roles. */
  readonly boundaryArn: string;
}

/** Something that happens in an account, and what the function makes of it. No two names of trails begin with the same letter. */
export interface Scenario {
  readonly what: string;
  readonly trail: string;
  readonly elsewhere?: true;
  readonly prepare: (scene: Scene, trail: string) => Promise<void>;
  readonly event: (scene: Scene, trail: string) => object;
  readonly inFix: OutcomeWord;
  readonly inDryRun: OutcomeWord;
}

const REPAIRED = { inFix: 'FIXED', inDryRun: 'WOULD_FIX' } as const;
const LEFT_ALONE = { inFix: 'SKIPPED', inDryRun: 'SKIPPED' } as const;

/** The trail of the organization that the account manages. */
export const ORGANIZATIONS: Scenario = {
  what: 'the trail of the organization',
  trail: 'united',
  async prepare({ administrator }, trail) {
    const { Organization } = await administrator.organizations.send(new DescribeOrganizationCommand({}));
    await makeTrail(administrator, trail, await makeBucket(administrator, trail, Organization?.Id));
    await administrator.cloudTrail.send(new UpdateTrailCommand({ Name: trail, IsOrganizationTrail: true }));
  },
  event: about('UpdateTrail'),
  ...REPAIRED,
};

export const SCENARIOS: readonly Scenario[] = [
  { what: 'a trail without integration', trail: 'bare', prepare: bare, event: about('UpdateTrail'), ...REPAIRED },
  {
    what: 'a trail of another region, with a group and a role of somebody else under our names',
    trail: 'remote',
    elsewhere: true,
    prepare: takenNames,
    event: about('UpdateTrail'),
    ...REPAIRED,
  },
  {
    what: 'a trail with event selectors of its own',
    trail: 'picky',
    prepare: selective,
    event: about('UpdateTrail'),
    ...REPAIRED,
  },
  {
    what: 'a trail of another region with event selectors of its own',
    trail: 'narrow',
    elsewhere: true,
    prepare: selective,
    event: about('UpdateTrail'),
    ...REPAIRED,
  },
  {
    what: 'a group and a role that are half made',
    trail: 'half-made',
    async prepare(scene, trail) {
      await bare(scene, trail);
      await ownGroup(scene, trail);
      await role(scene, trail, ownRole(scene, trail));
    },
    event: about('UpdateTrail'),
    ...REPAIRED,
  },
  {
    what: 'a group and a role of somebody else under our names',
    trail: 'taken',
    prepare: takenNames,
    event: about('UpdateTrail'),
    ...REPAIRED,
  },
  {
    what: 'a role of ours whose trust was changed',
    trail: 'mistrusted',
    async prepare(scene, trail) {
      await bare(scene, trail);
      await ownGroup(scene, trail);
      await role(scene, trail, {
        ...ownRole(scene, trail),
        AssumeRolePolicyDocument: TRUST_DOCUMENT.replace('cloudtrail', 'ec2'),
      });
    },
    event: about('UpdateTrail'),
    ...REPAIRED,
  },
  {
    what: 'a group of ours that keeps events too shortly',
    trail: 'forgetful',
    async prepare(scene, trail) {
      await bare(scene, trail);
      await ownGroup(scene, trail);
      const shorter = { logGroupName: `${PREFIX}${trail}`, retentionInDays: 30 };
      await scene.administrator.logs.send(new PutRetentionPolicyCommand(shorter));
    },
    event: about('UpdateTrail'),
    ...REPAIRED,
  },
  {
    what: 'a role of ours whose policy somebody removed',
    trail: 'lame',
    prepare: lamed,
    event: about('UpdateTrail'),
    ...REPAIRED,
  },
  {
    what: 'a trail whose group is gone',
    trail: 'dangling',
    prepare: withoutItsGroup,
    event: about('UpdateTrail'),
    ...REPAIRED,
  },
  {
    what: 'a deleted group',
    trail: 'orphaned',
    prepare: withoutItsGroup,
    event: ({ administrator }, trail) =>
      event(administrator, 'DeleteLogGroup', { logGroupName: `/aws/cloudtrail/${trail}` }, 'logs.amazonaws.com'),
    ...REPAIRED,
  },
  {
    what: 'a trail that somebody stops',
    trail: 'stopped',
    prepare: stoppedTrail,
    event: about('StopLogging'),
    ...REPAIRED,
  },
  {
    what: 'a trail of another region that somebody stops',
    trail: 'quiet',
    elsewhere: true,
    prepare: stoppedTrail,
    event: about('StopLogging'),
    ...REPAIRED,
  },
  ORGANIZATIONS,
  {
    what: "a trail that is another account's, as members see that of their organization",
    trail: 'audit',
    prepare: async () => {},
    event: ({ administrator }, trail) =>
      event(administrator, 'UpdateTrail', { name: trailArnOf({ ...administrator, account: '999988887777' }, trail) }),
    ...LEFT_ALONE,
  },
  {
    what: 'a trail that its owner excludes',
    trail: 'excluded',
    async prepare(scene, trail) {
      await bare(scene, trail);
      const TagsList = [{ Key: EXCLUDE_TAG, Value: 'true' }];
      const ResourceId = trailArnOf(scene.administrator, trail);
      await scene.administrator.cloudTrail.send(new AddTagsCommand({ ResourceId, TagsList }));
    },
    event: about('AddTags', 'resourceId'),
    ...LEFT_ALONE,
  },
  {
    what: 'an attempt that was denied',
    trail: 'coveted',
    prepare: bare,
    event: ({ administrator }, trail) =>
      event(administrator, 'StopLogging', { name: trail }, 'cloudtrail.amazonaws.com', 'AccessDenied'),
    ...LEFT_ALONE,
  },
];

async function bare({ administrator }: Scene, trail: string): Promise<void> {
  await makeTrail(administrator, trail, await makeBucket(administrator, trail));
}

async function selective(scene: Scene, trail: string): Promise<void> {
  await bare(scene, trail);
  const EventSelectors = [{ ReadWriteType: 'WriteOnly' as const, IncludeManagementEvents: true }];
  await scene.administrator.cloudTrail.send(new PutEventSelectorsCommand({ TrailName: trail, EventSelectors }));
}

async function takenNames(scene: Scene, trail: string): Promise<void> {
  await bare(scene, trail);
  await scene.administrator.logs.send(new CreateLogGroupCommand({ logGroupName: `${PREFIX}${trail}` }));
  await role(scene, trail, { Path: '/crew/' });
}

/** Delivers by a role of ours until its policy is removed. */
async function lamed(scene: Scene, trail: string): Promise<void> {
  const { administrator } = scene;
  const { account, region, iam } = administrator;
  const id = idOf(administrator, trail);
  await ownGroup(scene, trail);
  await role(scene, trail, ownRole(scene, trail));
  const policy = { RoleName: deliveryRoleName(id, 1), PolicyName: DELIVERY_POLICY_NAME };
  const PolicyDocument = deliveryPolicy(id, `${PREFIX}${trail}`);
  await iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument }));
  await makeTrail(administrator, trail, await makeBucket(administrator, trail), {
    logGroupArn: `arn:aws:logs:${region}:${account}:log-group:${PREFIX}${trail}:*`,
    roleArn: deliveryRoleArn(id, policy.RoleName),
  });
  await iam.send(new DeleteRolePolicyCommand(policy));
}

async function stoppedTrail({ administrator }: Scene, trail: string): Promise<void> {
  const integration = await makeIntegration(administrator, trail);
  await makeTrail(administrator, trail, await makeBucket(administrator, trail), integration);
  await administrator.cloudTrail.send(new StopLoggingCommand({ Name: trail }));
}

async function withoutItsGroup({ administrator }: Scene, trail: string): Promise<void> {
  const integration = await makeIntegration(administrator, trail);
  await makeTrail(administrator, trail, await makeBucket(administrator, trail), integration);
  await administrator.logs.send(new DeleteLogGroupCommand({ logGroupName: `/aws/cloudtrail/${trail}` }));
}

async function ownGroup({ administrator }: Scene, trail: string): Promise<void> {
  const tags = { [TRAIL_TAG]: trailArnOf(administrator, trail) };
  await administrator.logs.send(new CreateLogGroupCommand({ logGroupName: `${PREFIX}${trail}`, tags }));
}

/** A role under the first name that trailmend chooses for the trail. */
async function role({ administrator }: Scene, trail: string, more: object): Promise<void> {
  const RoleName = deliveryRoleName(idOf(administrator, trail), 1);
  await administrator.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST_DOCUMENT, ...more }));
}

/** What makes it one of ours. */
function ownRole({ administrator, boundaryArn }: Scene, trail: string): object {
  const Tags = [{ Key: TRAIL_TAG, Value: trailArnOf(administrator, trail) }];
  return { Path: DELIVERY_ROLE_PATH, PermissionsBoundary: boundaryArn, Tags };
}

export function idOf(caller: AwsSession, trail: string): TrailId {
  const id = parseTrailArn(trailArnOf(caller, trail));
  if (id === undefined) throw new Error(`${trail} is no name of a trail`);
  return id;
}

/** The event of a call about the trail. */
function about(eventName: string, parameter = 'name'): Scenario['event'] {
  return ({ administrator }, trail) =>
    event(administrator, eventName, { [parameter]: trailArnOf(administrator, trail) });
}

let events = 0;

function event(
  { account, region }: AwsSession,
  eventName: string,
  requestParameters: object,
  eventSource = 'cloudtrail.amazonaws.com',
  errorCode?: string,
): object {
  events += 1;
  const record = { eventName, eventSource, requestParameters, responseElements: null, ...(errorCode && { errorCode }) };
  const place = { awsRegion: region, recipientAccountId: account };
  return eventWith(
    { ...record, ...place, eventID: `event-${events}`, eventTime: new Date().toISOString() },
    { account },
  );
}
