import {
  GetEventSelectorsCommand,
  GetTrailCommand,
  GetTrailStatusCommand,
  ListTagsCommand,
  type Trail as SdkTrail,
} from '@aws-sdk/client-cloudtrail';
import {
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  type DescribeLogStreamsCommandOutput,
  DescribeMetricFiltersCommand,
  DescribeSubscriptionFiltersCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam';
import { DescribeOrganizationCommand } from '@aws-sdk/client-organizations';
import { DELIVERY_POLICY_NAME } from '../../../../lambda/core/integration/delivery-role.ts';
import { TRAIL_TAG } from '../../../../lambda/core/integration/names.ts';
import type { CandidateRole } from '../../../../lambda/core/model/role.ts';
import type { Trail } from '../../../../lambda/core/model/trail.ts';
import { virtualClock } from '../../../support/aws/virtual-clock.ts';
import { ID, PERFECT_TRAIL } from '../../../support/perfect-trail.ts';
import { mockedReaders } from '../mocked.ts';

/** When AWS last delivered to CloudWatch Logs, unless a test says otherwise. */
export const DELIVERED = '2026-11-20T08:57:00.000Z';

/** The destination of the subscription filter of every log group. */
export const DESTINATION = `arn:aws:logs:us-east-1:${ID.account}:destination:siem`;

/** The log stream of the trail in every log group. */
export const STREAM = { name: `${ID.account}_CloudTrail_us-east-1`, createdMs: 1_790_000_000_000 };

/** What AWS holds, and which calls it refuses. */
export interface Holdings {
  readonly trail?: Partial<Trail> | 'unknown';
  /** Names of log groups; each has the tag of the trail. */
  readonly groups?: readonly string[];
  readonly retentionDays?: number;
  /** The class of every group; absent: STANDARD. */
  readonly logGroupClass?: 'INFREQUENT_ACCESS';
  /** The account policy that sets the retention of every group. */
  readonly retentionPolicyName?: string;
  /** The response of DescribeLogStreams; absent: the streams of the trail and of a member. */
  readonly streams?: Omit<DescribeLogStreamsCommandOutput, '$metadata'>;
  readonly roles?: readonly CandidateRole[];
  readonly refused?: readonly string[];
  readonly deliveredAt?: Date;
  readonly deliveryError?: string;
}

/** What was read, and how. */
export interface Reading<T> {
  readonly facts: T;
  /** How many calls waited for the response of another one, one after the other. */
  readonly roundTrips: number;
  /** Operation and subject of every call. */
  readonly calls: readonly string[];
}

/**
 * Makes the clients of this test file answer as an AWS does that takes a second for every response.
 */
export function slowAws() {
  const mocks = mockedReaders();
  return async <T>(holdings: Holdings, read: () => Promise<T>): Promise<Reading<T>> => {
    const clock = virtualClock(0);
    const calls: string[] = [];
    const respond: Respond = async (operation, subject, output) => {
      calls.push(`${operation} ${subject}`);
      await clock.sleep(1_000);
      if (holdings.refused?.includes(operation)) throw errorNamed('AccessDeniedException');
      return output();
    };
    for (const mock of Object.values(mocks)) mock.reset();
    answerForTrail(mocks.cloudTrail, holdings, respond);
    answerForGroups(mocks.logs, holdings, respond);
    answerForRoles(mocks.iam, holdings, respond);
    answerForOrganization(mocks.organizations, respond);
    const facts = await read();
    return { facts, roundTrips: clock.now() / 1_000, calls };
  };
}

/** The calls of one operation. */
export function callsTo({ calls }: Reading<unknown>, operation: string): readonly string[] {
  return calls.filter((call) => call.startsWith(`${operation} `));
}

type Mock<K extends keyof ReturnType<typeof mockedReaders>> = ReturnType<typeof mockedReaders>[K];
type Respond = <T>(operation: string, subject: string, output: () => T) => Promise<T>;

function answerForTrail(cloudTrail: Mock<'cloudTrail'>, holdings: Holdings, respond: Respond): void {
  const { trail = {}, deliveredAt = new Date(DELIVERED), deliveryError } = holdings;
  cloudTrail.on(GetTrailCommand).callsFake(({ Name }) =>
    respond('GetTrail', Name, () => {
      if (trail === 'unknown') throw errorNamed('TrailNotFoundException');
      return { Trail: sdkTrail({ ...PERFECT_TRAIL, ...trail }) };
    }),
  );
  cloudTrail.on(GetTrailStatusCommand).callsFake(({ Name }) =>
    respond('GetTrailStatus', Name, () => ({
      IsLogging: true,
      LatestCloudWatchLogsDeliveryTime: deliveredAt,
      LatestCloudWatchLogsDeliveryError: deliveryError,
    })),
  );
  cloudTrail
    .on(ListTagsCommand)
    .callsFake(({ ResourceIdList }) => respond('ListTags', ResourceIdList.join(), () => ({ ResourceTagList: [] })));
  cloudTrail
    .on(GetEventSelectorsCommand)
    .callsFake(({ TrailName }) =>
      respond('GetEventSelectors', TrailName, () => ({ EventSelectors: [{ IncludeManagementEvents: false }] })),
    );
}

function answerForGroups(
  logs: Mock<'logs'>,
  { groups = [], retentionDays = 365, retentionPolicyName, logGroupClass, streams }: Holdings,
  respond: Respond,
): void {
  logs.on(DescribeLogGroupsCommand).callsFake(({ logGroupNamePrefix }) =>
    respond('DescribeLogGroups', logGroupNamePrefix, () => {
      const listed = groups.filter((name) => name.startsWith(logGroupNamePrefix));
      return {
        logGroups: listed.map((logGroupName) => ({
          logGroupName,
          retentionInDays: retentionDays,
          retentionPolicyName,
          logGroupClass,
        })),
      };
    }),
  );
  logs
    .on(ListTagsForResourceCommand)
    .callsFake(({ resourceArn }) =>
      respond('ListTagsForResource', resourceArn, () => ({ tags: { [TRAIL_TAG]: ID.arn } })),
    );
  logs
    .on(DescribeMetricFiltersCommand)
    .callsFake(({ logGroupName }) =>
      respond('DescribeMetricFilters', logGroupName, () => ({ metricFilters: [{ filterName: 'trailmend-RootUse' }] })),
    );
  logs
    .on(DescribeLogStreamsCommand)
    .callsFake(({ logGroupName, logStreamNamePrefix = '' }) =>
      respond('DescribeLogStreams', logGroupName, () => streams ?? streamsFrom(logStreamNamePrefix)),
    );
  logs.on(DescribeSubscriptionFiltersCommand).callsFake(({ logGroupName }) =>
    respond('DescribeSubscriptionFilters', logGroupName, () => ({
      subscriptionFilters: [{ filterName: 'siem', filterPattern: '', destinationArn: DESTINATION }],
    })),
  );
}

function streamsFrom(prefix: string) {
  const names = [STREAM.name, `o-1_${STREAM.name}`].filter((name) => name.startsWith(prefix));
  return { logStreams: names.map((name) => ({ logStreamName: name, creationTime: STREAM.createdMs })) };
}

function answerForRoles(iam: Mock<'iam'>, { roles = [] }: Holdings, respond: Respond): void {
  const roleOf = (name: string): CandidateRole => {
    const role = roles.find(({ arn }) => arn.endsWith(`/${name}`));
    if (!role) throw errorNamed('NoSuchEntityException');
    return role;
  };
  iam.on(GetRoleCommand).callsFake(({ RoleName }) =>
    respond('GetRole', RoleName, () => {
      const { arn, path, trustDocument, boundaryArn, tags } = roleOf(RoleName);
      return {
        Role: {
          Arn: arn,
          Path: path,
          AssumeRolePolicyDocument: encodeURIComponent(trustDocument),
          PermissionsBoundary: { PermissionsBoundaryArn: boundaryArn },
          Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
        },
      };
    }),
  );
  iam.on(GetRolePolicyCommand).callsFake(({ RoleName, PolicyName }) =>
    respond('GetRolePolicy', `${RoleName} ${PolicyName}`, () => {
      const { deliveryPolicy } = roleOf(RoleName);
      return { PolicyDocument: deliveryPolicy.read ? encodeURIComponent(deliveryPolicy.value) : undefined };
    }),
  );
  const otherPolicies = (name: string): readonly string[] => {
    const { otherPolicies: others } = roleOf(name);
    return others.read ? others.value : [];
  };
  iam.on(ListRolePoliciesCommand).callsFake(({ RoleName }) =>
    respond('ListRolePolicies', RoleName, () => ({
      PolicyNames: [DELIVERY_POLICY_NAME, ...otherPolicies(RoleName)],
    })),
  );
  iam
    .on(ListAttachedRolePoliciesCommand)
    .callsFake(({ RoleName }) => respond('ListAttachedRolePolicies', RoleName, () => ({ AttachedPolicies: [] })));
  iam.on(SimulatePrincipalPolicyCommand).callsFake(({ PolicySourceArn, ActionNames }) =>
    respond('SimulatePrincipalPolicy', PolicySourceArn, () => ({
      EvaluationResults: ActionNames.map((EvalActionName: string) => ({ EvalActionName, EvalDecision: 'allowed' })),
    })),
  );
}

function answerForOrganization(organizations: Mock<'organizations'>, respond: Respond): void {
  const Organization = { Id: 'o-exampleorgid', MasterAccountId: ID.account };
  organizations
    .on(DescribeOrganizationCommand)
    .callsFake(() => respond('DescribeOrganization', '', () => ({ Organization })));
}

function sdkTrail(trail: Trail): SdkTrail {
  return {
    HomeRegion: trail.homeRegion,
    IsOrganizationTrail: trail.isOrganizationTrail,
    CloudWatchLogsLogGroupArn: trail.logGroupArn,
    CloudWatchLogsRoleArn: trail.roleArn,
    IsMultiRegionTrail: trail.isMultiRegion,
    IncludeGlobalServiceEvents: trail.includesGlobalEvents,
    LogFileValidationEnabled: trail.logFileValidation,
    KmsKeyId: trail.kmsKeyId,
    S3BucketName: trail.s3Bucket,
    HasCustomEventSelectors: trail.hasCustomEventSelectors,
  };
}

function errorNamed(name: string): Error {
  return Object.assign(new Error('no'), { name });
}
