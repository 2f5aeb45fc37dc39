import { PutEventSelectorsCommand, StopLoggingCommand, UpdateTrailCommand } from '@aws-sdk/client-cloudtrail';
import { CreateLogGroupCommand, DeleteLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateRoleCommand, DeleteRoleCommand, DeleteRolePolicyCommand } from '@aws-sdk/client-iam';
import { makeIntegration, makeTrail, trailArnOf } from '../../demo/trails.ts';
import { LEDGER_KEY } from '../../lambda/aws/ledger/table-schema.ts';
import { DELIVERY_POLICY_NAME, TRUST_DOCUMENT } from '../../lambda/core/integration/delivery-role.ts';
import { deliveryRoleName, TRAIL_TAG } from '../../lambda/core/integration/names.ts';
import type { Settings } from '../../lambda/core/model/settings.ts';
import { parseTrailArn, type TrailId } from '../../lambda/core/model/trail-id.ts';
import { eventWith } from '../lambda/app/trail-events.ts';
import { type Account, PREFIX, type Seen } from './account.ts';

/** A trail that has to be repaired, and the event that starts the function. */
export interface Situation {
  readonly name: string;
  readonly trail: string;
  /** Where the stack's parameters are others than in most situations. */
  readonly settings?: Partial<Settings>;
  /** Makes the trail with what it takes, once. */
  readonly make: (account: Account, trail: string) => Promise<void>;
  /** Breaks the trail, of which nothing is left that trailmend made. */
  readonly breaks: (account: Account, trail: string) => Promise<void>;
  /** The call of the event that EventBridge delivers then. */
  readonly eventName: string;
  /** The calls of a run that meets no fault, in alphabetical order: what every fault is tried on. */
  readonly calls: readonly string[];
  /** The calls at which a crash is played; absent: every one. */
  readonly crashes?: readonly string[];
  /** Only faults that stay until the last run are played, and none that pass. */
  readonly onlyLasting?: true;
  /** What is cleared after each case; absent: all that trailmend made and remembers. */
  readonly clear?: (account: Account, trail: string) => Promise<void>;
}

export const LOOK: readonly string[] = [
  'DescribeLogGroups',
  'GetRole',
  'GetRolePolicy',
  'GetTrail',
  'GetTrailStatus',
  'ListTags',
];
/** What is remembered at first, the lease taken and given back, and what is told to people and machines. */
export const END: readonly string[] = ['GetItem', 'UpdateItem', 'UpdateItem', 'Publish', 'PutEvents'];
const MAKE = ['CreateLogGroup', 'CreateRole', 'PutRetentionPolicy', 'PutRolePolicy', 'UpdateTrail'];

/** A trail that never delivered to CloudWatch Logs is stopped: the repair that needs every write. */
export const STOPPED: Situation = {
  name: 'a trail without integration is stopped',
  trail: 'stopped',
  make: ({ administrator, bucket }, trail) => makeTrail(administrator, trail, bucket),
  async breaks(account, trail) {
    await blank(account, trail);
    await account.administrator.cloudTrail.send(new StopLoggingCommand({ Name: trail }));
  },
  eventName: 'StopLogging',
  calls: [...LOOK, ...MAKE, 'StartLogging', ...LOOK, ...END].toSorted(),
};

/** An earlier run ended between making its group and role and completing them; the trail has event selectors of its own. */
const HALF_MADE: Situation = {
  name: 'a trail whose group and role are half made is changed',
  trail: 'half-made',
  async make({ administrator, bucket }, trail) {
    await makeTrail(administrator, trail, bucket);
    const EventSelectors = [{ ReadWriteType: 'WriteOnly' as const, IncludeManagementEvents: true }];
    await administrator.cloudTrail.send(new PutEventSelectorsCommand({ TrailName: trail, EventSelectors }));
  },
  async breaks(account, trail) {
    await blank(account, trail);
    await makeOurs(account, trail);
  },
  eventName: 'UpdateTrail',
  calls: [
    ...LOOK,
    'GetEventSelectors',
    'ListTagsForResource',
    'PutRetentionPolicy',
    'PutRolePolicy',
    'UpdateTrail',
    ...LOOK,
    'GetEventSelectors',
    ...END,
  ].toSorted(),
};

/** Somebody deletes the group that a trail delivers to. */
const GROUP_DELETED: Situation = {
  name: 'the log group of a trail is deleted',
  trail: 'group-deleted',
  async make({ administrator, bucket }, trail) {
    await makeTrail(administrator, trail, bucket, await makeIntegration(administrator, trail));
    await administrator.logs.send(new DeleteLogGroupCommand({ logGroupName: ownGroupOf(trail) }));
  },
  async breaks({ administrator }, trail) {
    const { account, region, logs, cloudTrail } = administrator;
    await logs.send(new CreateLogGroupCommand({ logGroupName: ownGroupOf(trail) }));
    await cloudTrail.send(
      new UpdateTrailCommand({
        Name: trail,
        CloudWatchLogsLogGroupArn: `arn:aws:logs:${region}:${account}:log-group:${ownGroupOf(trail)}:*`,
        CloudWatchLogsRoleArn: `arn:aws:iam::${account}:role/CloudTrail-${trail}`,
      }),
    );
    await logs.send(new DeleteLogGroupCommand({ logGroupName: ownGroupOf(trail) }));
  },
  eventName: 'DeleteLogGroup',
  // The memories of the other trails tell whether an earlier try ended early.
  calls: [
    'DescribeTrails',
    ...Array(5).fill('GetItem'),
    ...LOOK,
    'DescribeLogGroups',
    'GetRole',
    'SimulatePrincipalPolicy',
    ...MAKE,
    ...LOOK,
    ...END,
  ].toSorted(),
};

/** Somebody makes a trail; UpdateTrail waits until they are done with it. */
const CREATED: Situation = {
  name: 'a trail is made',
  trail: 'created',
  make: ({ administrator, bucket }, trail) => makeTrail(administrator, trail, bucket),
  breaks: blank,
  eventName: 'CreateTrail',
  calls: [
    ...LOOK,
    ...MAKE.filter((call) => call !== 'UpdateTrail'),
    ...[...LOOK, 'ListTagsForResource', 'UpdateTrail'],
    ...[...LOOK, ...END],
  ].toSorted(),
};

export const SITUATIONS: readonly Situation[] = [STOPPED, HALF_MADE, GROUP_DELETED, CREATED];

/** Takes away what trailmend made and remembers of a trail, so that the next case finds none of it. */
export async function clear(account: Account, trail: string, { groups, roles }: Seen): Promise<void> {
  const { iam, logs } = account.administrator;
  await forget(account, trail);
  const forgetGroup = ({ name }: Seen['groups'][number]) =>
    logs.send(new DeleteLogGroupCommand({ logGroupName: name }));
  const forgetRole = async ({ name, policy }: Seen['roles'][number]) => {
    const role = { RoleName: name };
    if (policy !== '') await iam.send(new DeleteRolePolicyCommand({ ...role, PolicyName: DELIVERY_POLICY_NAME }));
    await iam.send(new DeleteRoleCommand(role));
  };
  await Promise.all([...groups.map(forgetGroup), ...roles.map(forgetRole)]);
}

/** Takes away what trailmend remembers of a trail. */
export async function forget({ administrator, config }: Account, trail: string): Promise<void> {
  const { partition, sort } = LEDGER_KEY;
  const Key = { [partition]: { S: trailArnOf(administrator, trail) }, [sort]: { S: 'memory' } };
  await administrator.dynamoDb.send(new DeleteItemCommand({ TableName: config.ledgerTable, Key }));
}

/** The group and the role of a trail as trailmend makes them, before it completes them: without retention, and without a policy. */
export async function makeOurs(account: Account, trail: string): Promise<void> {
  const { administrator, config } = account;
  const id = trailIn(account, trail);
  await administrator.logs.send(
    new CreateLogGroupCommand({ logGroupName: `${PREFIX}${trail}`, tags: { [TRAIL_TAG]: id.arn } }),
  );
  await administrator.iam.send(
    new CreateRoleCommand({
      RoleName: deliveryRoleName(id, 1),
      Path: PREFIX,
      AssumeRolePolicyDocument: TRUST_DOCUMENT,
      PermissionsBoundary: config.settings.deliveryRoleBoundaryArn,
      Tags: [{ Key: TRAIL_TAG, Value: id.arn }],
    }),
  );
}

/** The account with a function that was told the parameters of the situation. */
export function accountFor(account: Account, { settings }: Situation): Account {
  const { config } = account;
  return { ...account, config: { ...config, settings: { ...config.settings, ...settings } } };
}

export function trailIn({ administrator }: Account, name: string): TrailId {
  const id = parseTrailArn(trailArnOf(administrator, name));
  if (id === undefined) throw new Error(`${name} is no name of a trail`);
  return id;
}

let events = 0;

/** The event of a situation as EventBridge delivers it; each has an id of its own. */
export function eventOf({ administrator }: Account, { eventName, trail }: Situation): unknown {
  const { account, region } = administrator;
  const isAboutGroup = eventName === 'DeleteLogGroup';
  events += 1;
  return eventWith(
    {
      eventName,
      eventSource: isAboutGroup ? 'logs.amazonaws.com' : 'cloudtrail.amazonaws.com',
      eventID: `event-${events}`,
      eventTime: new Date().toISOString(),
      awsRegion: region,
      recipientAccountId: account,
      requestParameters: isAboutGroup ? { logGroupName: ownGroupOf(trail) } : { name: trail },
      responseElements: null,
    },
    { account },
  );
}

async function blank({ administrator }: Account, trail: string): Promise<void> {
  await administrator.cloudTrail.send(
    new UpdateTrailCommand({ Name: trail, CloudWatchLogsLogGroupArn: '', CloudWatchLogsRoleArn: '' }),
  );
}

/** As makeIntegration names it. */
function ownGroupOf(trail: string): string {
  return `/aws/cloudtrail/${trail}`;
}
