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

/** The account of a scenario. */
export interface Scene {
  readonly administrator: AwsSession;
  /** The boundary of delivery roles. */
  readonly boundaryArn: string;
}

/**
 * An event in an account and the expected outcomes. No two names of trails have the same first
 * letter.
 */
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
const NOT_REPAIRED = { inFix: 'SKIPPED', inDryRun: 'SKIPPED' } as const;

/** The organization trail of a management account. */
export const ORGANIZATION_TRAIL: Scenario = {
  what: 'an organization trail in the management account',
  trail: 'united',
  async prepare({ administrator }, trail) {
    const { Organization } = await administrator.organizations.send(new DescribeOrganizationCommand({}));
    await makeTrail(administrator, trail, await makeBucket(administrator, trail, Organization?.Id));
    await administrator.cloudTrail.send(new UpdateTrailCommand({ Name: trail, IsOrganizationTrail: true }));
  },
  event: eventOf('UpdateTrail'),
  ...REPAIRED,
};

export const SCENARIOS: readonly Scenario[] = [
  { what: 'a trail without integration', trail: 'bare', prepare: bare, event: eventOf('UpdateTrail'), ...REPAIRED },
  {
    what: 'a trail in another Region whose log group name and role name are taken',
    trail: 'remote',
    elsewhere: true,
    prepare: takenNames,
    event: eventOf('UpdateTrail'),
    ...REPAIRED,
  },
  {
    what: 'a trail with custom event selectors',
    trail: 'picky',
    prepare: selective,
    event: eventOf('UpdateTrail'),
    ...REPAIRED,
  },
  {
    what: 'a trail in another Region with custom event selectors',
    trail: 'narrow',
    elsewhere: true,
    prepare: selective,
    event: eventOf('UpdateTrail'),
    ...REPAIRED,
  },
  {
    what: 'an incomplete log group and an incomplete role',
    trail: 'half-created',
    async prepare(scene, trail) {
      await bare(scene, trail);
      await ownGroup(scene, trail);
      await role(scene, trail, ownRole(scene, trail));
    },
    event: eventOf('UpdateTrail'),
    ...REPAIRED,
  },
  {
    what: 'a trail whose log group name and role name are taken',
    trail: 'taken',
    prepare: takenNames,
    event: eventOf('UpdateTrail'),
    ...REPAIRED,
  },
  {
    what: 'a delivery role with a changed trust policy',
    trail: 'mistrusted',
    async prepare(scene, trail) {
      await bare(scene, trail);
      await ownGroup(scene, trail);
      await role(scene, trail, {
        ...ownRole(scene, trail),
        AssumeRolePolicyDocument: TRUST_DOCUMENT.replace('cloudtrail', 'ec2'),
      });
    },
    event: eventOf('UpdateTrail'),
    ...REPAIRED,
  },
  {
    what: 'a log group of trailmend with a short retention',
    trail: 'forgetful',
    async prepare(scene, trail) {
      await bare(scene, trail);
      await ownGroup(scene, trail);
      const shorter = { logGroupName: `${PREFIX}${trail}`, retentionInDays: 30 };
      await scene.administrator.logs.send(new PutRetentionPolicyCommand(shorter));
    },
    event: eventOf('UpdateTrail'),
    ...REPAIRED,
  },
  {
    what: 'a delivery role without its policy',
    trail: 'lame',
    prepare: withoutPolicy,
    event: eventOf('UpdateTrail'),
    ...REPAIRED,
  },
  {
    what: 'a trail whose log group does not exist',
    trail: 'dangling',
    prepare: withoutLogGroup,
    event: eventOf('UpdateTrail'),
    ...REPAIRED,
  },
  {
    what: 'the deletion of a log group',
    trail: 'orphaned',
    prepare: withoutLogGroup,
    event: ({ administrator }, trail) =>
      event(administrator, 'DeleteLogGroup', { logGroupName: `/aws/cloudtrail/${trail}` }, 'logs.amazonaws.com'),
    ...REPAIRED,
  },
  {
    what: 'the stop of a trail',
    trail: 'stopped',
    prepare: stoppedTrail,
    event: eventOf('StopLogging'),
    ...REPAIRED,
  },
  {
    what: 'the stop of a trail in another Region',
    trail: 'quiet',
    elsewhere: true,
    prepare: stoppedTrail,
    event: eventOf('StopLogging'),
    ...REPAIRED,
  },
  ORGANIZATION_TRAIL,
  {
    what: 'a trail of another account, as member accounts read an organization trail',
    trail: 'audit',
    prepare: async () => {},
    event: ({ administrator }, trail) =>
      event(administrator, 'UpdateTrail', { name: trailArnOf({ ...administrator, account: '999988887777' }, trail) }),
    ...NOT_REPAIRED,
  },
  {
    what: 'an excluded trail',
    trail: 'excluded',
    async prepare(scene, trail) {
      await bare(scene, trail);
      const TagsList = [{ Key: EXCLUDE_TAG, Value: 'true' }];
      const ResourceId = trailArnOf(scene.administrator, trail);
      await scene.administrator.cloudTrail.send(new AddTagsCommand({ ResourceId, TagsList }));
    },
    event: eventOf('AddTags', 'resourceId'),
    ...NOT_REPAIRED,
  },
  {
    what: 'a denied attempt',
    trail: 'coveted',
    prepare: bare,
    event: ({ administrator }, trail) =>
      event(administrator, 'StopLogging', { name: trail }, 'cloudtrail.amazonaws.com', 'AccessDenied'),
    ...NOT_REPAIRED,
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

/** A trail that delivers through a role of trailmend until its policy is removed. */
async function withoutPolicy(scene: Scene, trail: string): Promise<void> {
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
  // Others name their log groups as they like.
  const logGroupName = `${trail}-logs`;
  await administrator.logs.send(new CreateLogGroupCommand({ logGroupName }));
  const integration = await makeIntegration(administrator, trail, logGroupName);
  await makeTrail(administrator, trail, await makeBucket(administrator, trail), integration);
  await administrator.cloudTrail.send(new StopLoggingCommand({ Name: trail }));
}

async function withoutLogGroup({ administrator }: Scene, trail: string): Promise<void> {
  const integration = await makeIntegration(administrator, trail);
  await makeTrail(administrator, trail, await makeBucket(administrator, trail), integration);
  await administrator.logs.send(new DeleteLogGroupCommand({ logGroupName: `/aws/cloudtrail/${trail}` }));
}

async function ownGroup({ administrator }: Scene, trail: string): Promise<void> {
  const tags = { [TRAIL_TAG]: trailArnOf(administrator, trail) };
  await administrator.logs.send(new CreateLogGroupCommand({ logGroupName: `${PREFIX}${trail}`, tags }));
}

/** Creates a role with the first name that trailmend selects for the trail. */
async function role({ administrator }: Scene, trail: string, changes: object): Promise<void> {
  const RoleName = deliveryRoleName(idOf(administrator, trail), 1);
  await administrator.iam.send(
    new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST_DOCUMENT, ...changes }),
  );
}

/** The properties by which a role is trailmend's. */
function ownRole({ administrator, boundaryArn }: Scene, trail: string): object {
  const Tags = [{ Key: TRAIL_TAG, Value: trailArnOf(administrator, trail) }];
  return { Path: DELIVERY_ROLE_PATH, PermissionsBoundary: boundaryArn, Tags };
}

export function idOf(caller: AwsSession, trail: string): TrailId {
  const id = parseTrailArn(trailArnOf(caller, trail));
  if (id === undefined) throw new Error(`${trail} is not a trail name`);
  return id;
}

/** The event of a call on the trail. */
function eventOf(eventName: string, parameter = 'name'): Scenario['event'] {
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
