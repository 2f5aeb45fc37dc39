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
import { type Account, type AccountState, PREFIX } from './account.ts';

/** A trail that has to be repaired, and the event that starts the function. */
export interface Situation {
  readonly name: string;
  readonly trail: string;
  /** Settings that differ from those of most situations. */
  readonly settings?: Partial<Settings>;
  /** Creates the trail with its resources, once. */
  readonly make: (account: Account, trail: string) => Promise<void>;
  /** Breaks the trail, after everything that trailmend created was removed. */
  readonly breaks: (account: Account, trail: string) => Promise<void>;
  /** The call that EventBridge reports then. */
  readonly eventName: string;
  /**
   * The calls of a run without faults, in alphabetical order: the calls at which the cases inject
   * faults.
   */
  readonly calls: readonly string[];
  /** The calls at which the function crashes; absent: every one. */
  readonly crashes?: readonly string[];
  /** Only faults that last until the last run are tested. */
  readonly onlyLasting?: true;
  /**
   * Restores the account after each case; absent: removes everything that trailmend created and
   * remembers.
   */
  readonly clear?: (account: Account, trail: string) => Promise<void>;
}

/** The reads of a trail itself. */
export const OBSERVE: readonly string[] = ['GetTrail', 'GetTrailStatus', 'ListTags'];
/** The reads of the log group and the role that a trail names. */
export const TARGET: readonly string[] = [
  'DescribeLogGroups',
  'DescribeLogStreams',
  'DescribeMetricFilters',
  'DescribeSubscriptionFilters',
  'GetRole',
];
/** The reads that show whether others changed a role of trailmend. */
const OWN_ROLE: readonly string[] = ['GetRolePolicy', 'ListRolePolicies', 'ListAttachedRolePolicies'];
/** The reads of the log group and of the role that trailmend set. */
export const OWN_TARGET: readonly string[] = [...TARGET, ...OWN_ROLE];
/** The reads from which a plan selects a log group and a role. */
const REPAIR_FACTS: readonly string[] = ['DescribeLogGroups', 'GetRole', ...OWN_ROLE];
/** The reads of the log group and the role that the run created. */
const NEW_TARGET: readonly string[] = REPAIR_FACTS;
/**
 * The memory of the trail; the lease acquired and released; the trail added to the known ones; the
 * notification counted, published and removed from the ledger.
 */
export const END: readonly string[] = [
  ...['GetItem', 'UpdateItem', 'UpdateItem', 'UpdateItem', 'UpdateItem', 'Publish', 'PutEvents', 'UpdateItem'],
];
const MAKE = ['CreateLogGroup', 'PutRetentionPolicy', 'CreateRole', 'PutRolePolicy', 'UpdateTrail'];

/** A user stops a trail that never delivered to CloudWatch Logs. The repair needs every write. */
export const STOPPED: Situation = {
  name: 'a user stops a trail without integration',
  trail: 'stopped',
  make: ({ administrator, bucket }, trail) => makeTrail(administrator, trail, bucket),
  async breaks(account, trail) {
    await blank(account, trail);
    await account.administrator.cloudTrail.send(new StopLoggingCommand({ Name: trail }));
  },
  eventName: 'StopLogging',
  calls: [...OBSERVE, ...REPAIR_FACTS, ...MAKE, 'StartLogging', ...OBSERVE, ...NEW_TARGET, ...END].toSorted(),
};

/**
 * An earlier run created its log group and role and did not complete them. The trail has custom
 * event selectors.
 */
const HALF_CREATED: Situation = {
  name: 'a user changes a trail whose log group and role are incomplete',
  trail: 'half-created',
  async make({ administrator, bucket }, trail) {
    await makeTrail(administrator, trail, bucket);
    const EventSelectors = [{ ReadWriteType: 'WriteOnly' as const, IncludeManagementEvents: true }];
    await administrator.cloudTrail.send(new PutEventSelectorsCommand({ TrailName: trail, EventSelectors }));
  },
  async breaks(account, trail) {
    await blank(account, trail);
    await createOwnResources(account, trail);
  },
  eventName: 'UpdateTrail',
  calls: [
    ...OBSERVE,
    'GetEventSelectors',
    ...REPAIR_FACTS,
    'ListTagsForResource',
    'PutRetentionPolicy',
    'PutRolePolicy',
    'UpdateTrail',
    ...OBSERVE,
    ...OWN_TARGET,
    'GetEventSelectors',
    ...END,
  ].toSorted(),
};

/** A user deletes the log group to which a trail delivers. */
const GROUP_DELETED: Situation = {
  name: 'a user deletes the log group of a trail',
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
  // The scan of the Region reads what the ledger has on all of its trails, and checks the trail
  // that named the log group. Then a run repairs it.
  calls: [
    ...['DescribeTrails', 'BatchGetItem', 'GetTrailStatus', 'ListTags', ...TARGET, 'SimulatePrincipalPolicy'],
    ...[...OBSERVE, ...TARGET, 'SimulatePrincipalPolicy', ...REPAIR_FACTS],
    ...MAKE,
    ...[...OBSERVE, ...NEW_TARGET, ...END],
  ].toSorted(),
};

/**
 * A user creates a trail. UpdateTrail waits until the trail has settled, and the memory is read
 * again after that.
 */
const CREATED: Situation = {
  name: 'a user creates a trail',
  trail: 'created',
  make: ({ administrator, bucket }, trail) => makeTrail(administrator, trail, bucket),
  breaks: blank,
  eventName: 'CreateTrail',
  calls: [
    ...[...OBSERVE, ...REPAIR_FACTS, ...MAKE.filter((call) => call !== 'UpdateTrail')],
    ...[...OBSERVE, 'GetItem', ...REPAIR_FACTS, 'ListTagsForResource', 'UpdateTrail'],
    ...[...OBSERVE, ...NEW_TARGET, ...END],
  ].toSorted(),
};

export const SITUATIONS: readonly Situation[] = [STOPPED, HALF_CREATED, GROUP_DELETED, CREATED];

/**
 * Removes everything that trailmend created and remembers, so that the next case starts without it.
 */
export async function clear(account: Account, trail: string, { groups, roles }: AccountState): Promise<void> {
  const { iam, logs } = account.administrator;
  await deleteMemory(account, trail);
  const deleteGroup = ({ name }: AccountState['groups'][number]) =>
    logs.send(new DeleteLogGroupCommand({ logGroupName: name }));
  const deleteRole = async ({ name, policy }: AccountState['roles'][number]) => {
    const role = { RoleName: name };
    if (policy !== '') await iam.send(new DeleteRolePolicyCommand({ ...role, PolicyName: DELIVERY_POLICY_NAME }));
    await iam.send(new DeleteRoleCommand(role));
  };
  await Promise.all([...groups.map(deleteGroup), ...roles.map(deleteRole)]);
}

/**
 * Removes the memory of a trail from the ledger, and the count of this hour's messages, which the
 * cases together would use up.
 */
export async function deleteMemory({ administrator, config }: Account, trail: string): Promise<void> {
  const { partition, sort } = LEDGER_KEY;
  const items = [
    [trailArnOf(administrator, trail), 'memory'],
    ['sweep', 'messages'],
  ] as const;
  const keys = items.map(([pk, sk]) => ({ [partition]: { S: pk }, [sort]: { S: sk } }));
  const remove = (Key: (typeof keys)[number]) =>
    administrator.dynamoDb.send(new DeleteItemCommand({ TableName: config.ledgerTable, Key }));
  await Promise.all(keys.map(remove));
}

/**
 * Creates the log group and the role of a trail as trailmend does, without retention and without a
 * policy.
 */
export async function createOwnResources(account: Account, trail: string): Promise<void> {
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

/** The account with the settings of the situation. */
export function accountFor(account: Account, { settings }: Situation): Account {
  const { config } = account;
  return { ...account, config: { ...config, settings: { ...config.settings, ...settings } } };
}

export function trailIn({ administrator }: Account, name: string): TrailId {
  const id = parseTrailArn(trailArnOf(administrator, name));
  if (id === undefined) throw new Error(`${name} is not a trail name`);
  return id;
}

let events = 0;

/** The event of a situation as EventBridge delivers it, with a unique id. */
export function eventOf({ administrator }: Account, { eventName, trail }: Situation): unknown {
  const { account, region } = administrator;
  const isOfGroup = eventName === 'DeleteLogGroup';
  events += 1;
  return eventWith(
    {
      eventName,
      eventSource: isOfGroup ? 'logs.amazonaws.com' : 'cloudtrail.amazonaws.com',
      eventID: `event-${events}`,
      eventTime: new Date().toISOString(),
      awsRegion: region,
      recipientAccountId: account,
      requestParameters: isOfGroup ? { logGroupName: ownGroupOf(trail) } : { name: trail },
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

/** The name that makeIntegration gives the log group. */
function ownGroupOf(trail: string): string {
  return `/aws/cloudtrail/${trail}`;
}
