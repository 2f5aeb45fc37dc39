import type { Clock } from '../lambda/app/ports.ts';
import type { Clients } from '../lambda/aws/clients.ts';
import { TRUST_DOCUMENT } from '../lambda/core/integration/delivery-role.ts';
import { parseTrailArn, roleNameOf, type TrailId } from '../lambda/core/model/trail-id.ts';
import { trailChangePattern } from '../lambda/events/event-pattern.ts';
import { strictTable } from '../test/support/aws/strict-table.ts';

/** A trail without integration. Its new role becomes visible to CloudTrail after this time. */
export interface BrokenTrail {
  readonly id: TrailId;
  /** Milliseconds; Infinity: never. */
  readonly roleVisibleAfterMs: number;
}

/** A call, with the time at which it began, in milliseconds since the start. */
export interface SceneCall {
  readonly operation: string;
  readonly region: string;
  readonly at: number;
  /** The trail of an UpdateTrail. */
  readonly trailArn?: string;
}

/** What the calls have changed. */
interface SceneState {
  readonly trails: readonly BrokenTrail[];
  readonly clock: Clock;
  /** By the ARN of the trail. */
  readonly targets: Map<string, object>;
  /** By Region and name. */
  readonly groups: Map<string, object>;
  readonly roles: Map<string, SceneRole>;
}

interface SceneRole {
  readonly role: object;
  readonly trailArn: string;
  readonly policy: string;
  /** Milliseconds since the epoch. */
  readonly visibleAt: number;
}

type Input = Readonly<Record<string, string>>;
/** @param begun when the call began, in milliseconds since the epoch */
type Answers = Readonly<Record<string, (input: Input, region: string, begun: number) => object>>;

/**
 * SDK clients that answer for an account of broken trails. Every call takes as long as the others,
 * and UpdateTrail accepts a role only once it is visible.
 * @param stackRoleArn a role that has been visible for long
 */
export function repairScene(
  trails: readonly BrokenTrail[],
  real: Clients,
  clock: Clock,
  callMs: number,
  stackRoleArn?: string,
) {
  const roles = new Map(stackRoleArn === undefined ? [] : [roleOfStack(stackRoleArn)]);
  const state: SceneState = { trails, clock, targets: new Map(), groups: new Map(), roles };
  const answers: Answers = { ...readAnswers(state), ...writeAnswers(state) };
  const start = clock.now();
  const calls: SceneCall[] = [];
  const table = strictTable().clients.dynamoDb();
  const sendIn = (region: string) => async (command: { readonly input: Input }) => {
    const operation = command.constructor.name.replace(/Command$/, '');
    const begun = clock.now();
    const trailArn = operation === 'UpdateTrail' ? command.input['Name'] : undefined;
    calls.push({ operation, region, at: begun - start, ...(trailArn !== undefined && { trailArn }) });
    await clock.sleep(callMs);
    if (operation.endsWith('Item')) return table.send(command as never);
    const answer = answers[operation];
    if (!answer) throw new Error(`The scene has no answer for ${operation}. Add it to repair-scene.ts.`);
    return { ...answer(command.input, region, begun), $metadata: {} };
  };
  const clients = new Proxy(real, {
    get: (target, service) => (region: string) =>
      Object.assign(Reflect.get(target, service)(region), { send: sendIn(region) }),
  });
  const visibleAt = (arn: string): number =>
    ([...state.roles.values()].find(({ trailArn }) => trailArn === arn)?.visibleAt ?? Number.NaN) - start;
  return { clients, calls, visibleAt, isRepaired: (arn: string): boolean => state.targets.has(arn) };
}

function readAnswers({ trails, targets, groups, roles }: SceneState): Answers {
  const described = ({ arn, region }: TrailId) => ({
    TrailARN: arn,
    HomeRegion: region,
    HasCustomEventSelectors: false,
    ...targets.get(arn),
  });
  const regions = [...new Set(trails.map(({ id }) => id.region))];
  const ids = trails.map(({ id }) => id);
  return {
    DescribeRegions: () => ({ Regions: regions.map((RegionName) => ({ RegionName })) }),
    DescribeTrails: (_, home) => ({ trailList: ids.filter(({ region }) => region === home).map(described) }),
    GetTrail: ({ Name }) => ({ Trail: ids.filter(({ arn }) => arn === Name).map(described)[0] }),
    GetTrailStatus: () => ({ IsLogging: true }),
    ListTags: () => ({ ResourceTagList: [] }),
    DescribeLogGroups: ({ logGroupNamePrefix }, region) => ({
      logGroups: [...groups]
        .filter(([key]) => key.startsWith(`${region} ${logGroupNamePrefix}`))
        .map(([, group]) => group),
    }),
    DescribeMetricFilters: () => ({ metricFilters: [] }),
    DescribeSubscriptionFilters: () => ({ subscriptionFilters: [] }),
    DescribeLogStreams: () => ({ logStreams: [] }),
    GetRole: ({ RoleName }) => ({ Role: roleNamed(roles, RoleName).role }),
    GetRolePolicy: ({ RoleName }) => ({ PolicyDocument: roleNamed(roles, RoleName).policy }),
    ListRolePolicies: () => ({ PolicyNames: [] }),
    ListAttachedRolePolicies: () => ({ AttachedPolicies: [] }),
    DescribeRule: () => ({
      State: 'ENABLED',
      EventPattern: JSON.stringify(
        trailChangePattern({ account: String(ids[0]?.account), logGroupPrefix: '/trailmend/' }),
      ),
    }),
    ListTargetsByRule: () => ({ Targets: [] }),
    Publish: () => ({ MessageId: 'message' }),
    PutEvents: () => ({ FailedEntryCount: 0, Entries: [{ EventId: 'event' }] }),
  };
}

function writeAnswers({ trails, clock, targets, groups, roles }: SceneState): Answers {
  const setGroup = ({ logGroupName, retentionInDays }: Input, region: string): object => {
    groups.set(`${region} ${logGroupName}`, { logGroupName, retentionInDays });
    return {};
  };
  return {
    CreateLogGroup: setGroup,
    PutRetentionPolicy: setGroup,
    CreateRole({ RoleName, Path = '', Tags, ...role }) {
      const trailArn = String(Array.from<{ readonly Value?: string }>(Object(Tags))[0]?.Value);
      const Arn = `arn:aws:iam::${parseTrailArn(trailArn)?.account}:role${Path}${RoleName}`;
      const PermissionsBoundary = { PermissionsBoundaryArn: role['PermissionsBoundary'] };
      const created = { ...role, Arn, Path, Tags, PermissionsBoundary };
      roles.set(`${RoleName}`, { role: created, trailArn, policy: '', visibleAt: Number.POSITIVE_INFINITY });
      return {};
    },
    PutRolePolicy({ RoleName, PolicyDocument = '' }) {
      const role = roleNamed(roles, RoleName);
      const delay = trails.find(({ id }) => id.arn === role.trailArn)?.roleVisibleAfterMs ?? 0;
      roles.set(`${RoleName}`, { ...role, policy: PolicyDocument, visibleAt: clock.now() + delay });
      return {};
    },
    UpdateTrail({ Name = '', CloudWatchLogsLogGroupArn, CloudWatchLogsRoleArn = '' }, _, begun) {
      const { visibleAt } = roleNamed(roles, roleNameOf(CloudWatchLogsRoleArn));
      if (begun < visibleAt) {
        throw errorNamed('InvalidCloudWatchLogsRoleArnException', 'Access denied. Check the trust relationships.');
      }
      targets.set(Name, { CloudWatchLogsLogGroupArn, CloudWatchLogsRoleArn });
      return {};
    },
  };
}

function roleOfStack(Arn: string): readonly [string, SceneRole] {
  const role = { Arn, Path: '/trailmend-delivery/', AssumeRolePolicyDocument: TRUST_DOCUMENT };
  return [`${roleNameOf(Arn)}`, { role, trailArn: '', policy: '', visibleAt: 0 }];
}

function roleNamed(roles: SceneState['roles'], name: string | undefined): SceneRole {
  const role = roles.get(`${name}`);
  if (!role) throw errorNamed('NoSuchEntityException', 'The role does not exist.');
  return role;
}

function errorNamed(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
