import * as fc from 'fast-check';
import { ITEM_VERSION, LEDGER_KEY } from '../../lambda/aws/ledger/table-schema.ts';
import { METRIC_NAMESPACE, MONITORING_FILTERS } from '../../lambda/core/integration/cis-filters.ts';
import {
  DELIVERY_POLICY_NAME,
  deliveryPolicy,
  deliveryRoleArn,
  TRUST_DOCUMENT,
} from '../../lambda/core/integration/delivery-role.ts';
import {
  DELIVERY_ROLE_PATH,
  deliveryRoleName,
  EXCLUDE_TAG,
  logGroupNames,
  TRAIL_TAG,
} from '../../lambda/core/integration/names.ts';
import { OPERATIONS } from '../../lambda/core/model/step.ts';
import { logGroupArn } from '../../lambda/core/model/trail-id.ts';
import { forwardedChangePattern, trailChangePattern } from '../../lambda/events/event-pattern.ts';
import { DELIVERY_ERRORS } from '../support/arbitrary/deliveries.ts';
import { ID, PERFECT_TRAIL, POSTURE, recordWith, SETTINGS } from '../support/perfect-trail.ts';
import { damaged, ofSameType } from './damaged.ts';
import { batchResponse, itemResponse } from './items.ts';
import { issuesResponse } from './sweeps.ts';

/** The response of a call: an output, or a thrown value. */
export type CallResponse = { readonly output: unknown } | { readonly thrown: unknown };

/** The response of every operation in one run, by its name. Missing operations return {}. */
export type Responses = Readonly<Record<string, CallResponse>>;

/** The time at which a run starts. */
export const NOW = '2026-11-20T09:00:01.000Z';
/** The ARN of the function. */
export const FUNCTION = `arn:aws:lambda:us-east-1:${SETTINGS.account}:function:trailmend`;

const SCOPE = { account: ID.account, logGroupPrefix: SETTINGS.logGroupPrefix };
const [OWN_GROUP] = logGroupNames(ID, SETTINGS.logGroupPrefix);
const OWN_ROLE = deliveryRoleName(ID, 1);

const TRAIL = {
  Name: ID.name,
  TrailARN: ID.arn,
  HomeRegion: ID.region,
  S3BucketName: 'audit-bucket',
  IncludeGlobalServiceEvents: true,
  IsMultiRegionTrail: true,
  LogFileValidationEnabled: true,
  HasCustomEventSelectors: true,
  HasInsightSelectors: false,
  RecursiveLogging: true,
  IsOrganizationTrail: false,
};
/** A trail after trailmend repaired it. */
const REPAIRED = {
  ...TRAIL,
  CloudWatchLogsLogGroupArn: logGroupArn(ID, OWN_GROUP),
  CloudWatchLogsRoleArn: deliveryRoleArn(ID, OWN_ROLE),
};
const INTEGRATED = {
  ...TRAIL,
  CloudWatchLogsLogGroupArn: PERFECT_TRAIL.logGroupArn,
  CloudWatchLogsRoleArn: PERFECT_TRAIL.roleArn,
};
/** An organization trail, as a member account reads it. */
const MEMBER_VIEW = {
  ...TRAIL,
  Name: 'company',
  TrailARN: 'arn:aws:cloudtrail:us-east-1:999999999999:trail/company',
  IsOrganizationTrail: true,
};
const STATUS = {
  IsLogging: true,
  LatestDeliveryTime: new Date('2026-11-20T08:58:00Z'),
  LatestCloudWatchLogsDeliveryTime: new Date('2026-11-20T08:59:00Z'),
  StartLoggingTime: new Date('2026-01-01T00:00:00Z'),
};

/** AWS's responses by operation: several states of an account, each as a complete response. */
const RECORDED: Readonly<Record<string, readonly unknown[]>> = {
  GetTrail: [
    { Trail: TRAIL },
    { Trail: INTEGRATED },
    { Trail: REPAIRED },
    { Trail: { ...INTEGRATED, IsOrganizationTrail: true } },
  ],
  DescribeTrails: [
    { trailList: [TRAIL] },
    { trailList: [INTEGRATED] },
    { trailList: [REPAIRED, MEMBER_VIEW] },
    { trailList: [{ ...INTEGRATED, IsOrganizationTrail: true }] },
    { trailList: [] },
  ],
  DescribeRegions: [
    { Regions: [{ RegionName: 'us-east-1', OptInStatus: 'opt-in-not-required' }, { RegionName: 'eu-west-1' }] },
    { Regions: [] },
  ],
  DescribeRule: [
    { Name: 'trailmend-trail-changes', State: 'ENABLED', EventPattern: JSON.stringify(trailChangePattern(SCOPE)) },
    {
      Name: 'trailmend-trail-changes',
      State: 'ENABLED',
      EventPattern: JSON.stringify(forwardedChangePattern(SCOPE, 'eu-west-1')),
    },
    { Name: 'trailmend-trail-changes', State: 'DISABLED' },
  ],
  GetQueueUrl: [{ QueueUrl: `https://sqs.eu-west-1.amazonaws.com/${ID.account}/trailmend-not-forwarded` }],
  GetQueueAttributes: [
    { Attributes: { ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '0' } },
    { Attributes: { ApproximateNumberOfMessages: '3', ApproximateNumberOfMessagesNotVisible: '1' } },
  ],
  ListTargetsByRule: [{ Targets: [{ Id: '1', Arn: FUNCTION }] }, { Targets: [] }],
  DescribeOrganization: [
    { Organization: { Id: 'o-exampleorgid', MasterAccountId: ID.account } },
    { Organization: { Id: 'o-exampleorgid', MasterAccountId: '999999999999' } },
  ],
  GetTrailStatus: [
    STATUS,
    { IsLogging: false, StopLoggingTime: new Date('2026-11-20T08:59:30Z') },
    ...DELIVERY_ERRORS.map((LatestCloudWatchLogsDeliveryError) => ({ ...STATUS, LatestCloudWatchLogsDeliveryError })),
    { ...STATUS, LatestCloudWatchLogsDeliveryTime: new Date('2026-11-20T06:10:00Z') },
    { ...STATUS, LatestDeliveryTime: new Date('9999-12-31T23:59:59Z') },
    { ...STATUS, LatestCloudWatchLogsDeliveryTime: new Date('9999-12-31T23:59:59Z') },
  ],
  ListTags: [
    { ResourceTagList: [{ ResourceId: ID.arn, TagsList: [] }] },
    { ResourceTagList: [] },
    { ResourceTagList: [{ ResourceId: ID.arn, TagsList: [{ Key: 'owner', Value: 'security' }] }] },
    { ResourceTagList: [{ ResourceId: ID.arn, TagsList: [{ Key: EXCLUDE_TAG, Value: 'true' }] }] },
  ],
  GetEventSelectors: [
    { TrailARN: ID.arn, EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [] }] },
    {
      TrailARN: ID.arn,
      EventSelectors: [{ ReadWriteType: 'ReadOnly', ExcludeManagementEventSources: ['kms.amazonaws.com'] }],
    },
    {
      TrailARN: ID.arn,
      AdvancedEventSelectors: [
        {
          FieldSelectors: [
            { Field: 'eventCategory', Equals: ['Management'] },
            { Field: 'readOnly', Equals: ['true'] },
            { Field: 'eventSource', NotEquals: ['rdsdata.amazonaws.com'] },
          ],
        },
      ],
    },
    {
      TrailARN: ID.arn,
      AdvancedEventSelectors: [
        {
          Name: 'objects',
          FieldSelectors: [
            { Field: 'eventCategory', Equals: ['Data'] },
            { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
          ],
        },
      ],
    },
  ],
  DescribeLogGroups: [
    { logGroups: [] },
    { logGroups: [{ logGroupName: 'audit-logs', logGroupClass: 'STANDARD', creationTime: 1_760_000_000_000 }] },
    {
      logGroups: [
        { logGroupName: OWN_GROUP, retentionInDays: 30, logGroupClass: 'STANDARD', creationTime: 1_760_000_000_000 },
      ],
    },
    {
      logGroups: [
        { logGroupName: OWN_GROUP, retentionInDays: 30, retentionPolicyName: 'baseline', logGroupClass: 'STANDARD' },
        { logGroupName: 'audit-logs', retentionPolicyName: 'for ever', logGroupClass: 'OF_LATER' },
      ],
    },
  ],
  ListTagsForResource: [{ tags: { [TRAIL_TAG]: ID.arn } }, { tags: {} }],
  DescribeMetricFilters: [
    { metricFilters: [] },
    {
      metricFilters: MONITORING_FILTERS.map((filter) => ({
        filterName: filter.name,
        filterPattern: filter.pattern,
        metricTransformations: [
          { metricName: filter.metric, metricNamespace: METRIC_NAMESPACE, metricValue: '1', unit: 'None' },
        ],
        creationTime: 1_760_000_000_000,
        logGroupName: OWN_GROUP,
        applyOnTransformedLogs: false,
      })),
    },
  ],
  DescribeSubscriptionFilters: [
    { subscriptionFilters: [] },
    {
      subscriptionFilters: [
        {
          filterName: 'siem',
          logGroupName: OWN_GROUP,
          filterPattern: '',
          destinationArn: `arn:aws:logs:us-east-1:${ID.account}:destination:siem`,
          distribution: 'ByLogStream',
          creationTime: 1_760_000_000_000,
        },
      ],
    },
  ],
  DescribeLogStreams: [
    { logStreams: [] },
    {
      logStreams: [
        {
          logStreamName: `${ID.account}_CloudTrail_us-east-1`,
          creationTime: 1_760_000_000_000,
          firstEventTimestamp: 1_760_000_000_000,
          lastEventTimestamp: 1_760_000_100_000,
          lastIngestionTime: 1_760_000_100_000,
          uploadSequenceToken: '1',
          storedBytes: 0,
        },
      ],
    },
  ],
  GetRole: [
    {
      Role: {
        Arn: deliveryRoleArn(ID, OWN_ROLE),
        Path: DELIVERY_ROLE_PATH,
        RoleName: OWN_ROLE,
        AssumeRolePolicyDocument: encodeURIComponent(TRUST_DOCUMENT),
        PermissionsBoundary: { PermissionsBoundaryArn: SETTINGS.deliveryRoleBoundaryArn },
        Tags: [{ Key: TRAIL_TAG, Value: ID.arn }],
      },
    },
    {
      Role: {
        Arn: PERFECT_TRAIL.roleArn,
        Path: '/service-role/',
        AssumeRolePolicyDocument: encodeURIComponent(TRUST_DOCUMENT),
      },
    },
  ],
  GetRolePolicy: [
    {
      RoleName: OWN_ROLE,
      PolicyName: DELIVERY_POLICY_NAME,
      PolicyDocument: encodeURIComponent(deliveryPolicy(ID, OWN_GROUP)),
    },
  ],
  ListRolePolicies: [{ PolicyNames: [DELIVERY_POLICY_NAME, 'more'], IsTruncated: false }],
  ListAttachedRolePolicies: [
    {
      AttachedPolicies: [{ PolicyName: 'more', PolicyArn: `arn:aws:iam::${ID.account}:policy/more` }],
      IsTruncated: false,
    },
  ],
  PutEvents: [
    { FailedEntryCount: 0, Entries: [{ EventId: 'e-1' }] },
    { FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure', ErrorMessage: 'no' }] },
  ],
  SimulatePrincipalPolicy: [
    {
      IsTruncated: false,
      EvaluationResults: [{ EvalActionName: 'logs:PutLogEvents', EvalDecision: 'allowed', EvalResourceName: '*' }],
    },
    {
      IsTruncated: false,
      EvaluationResults: [{ EvalActionName: 'logs:PutLogEvents', EvalDecision: 'implicitDeny', EvalResourceName: '*' }],
    },
  ],
};

const SINCE = '2026-11-01T00:00:00.000Z';
const TARGET = { logGroupArn: REPAIRED.CloudWatchLogsLogGroupArn, roleArn: REPAIRED.CloudWatchLogsRoleArn };
const MEMORY = {
  version: ITEM_VERSION,
  seenLogging: SINCE,
  lastKnownGood: { logGroupArn: PERFECT_TRAIL.logGroupArn, roleArn: PERFECT_TRAIL.roleArn, since: SINCE },
  former: {
    seen: SINCE,
    trail: { ...PERFECT_TRAIL, hasCustomEventSelectors: true, hasInsightSelectors: true, recursiveLogging: false },
    tags: { team: 'pay' },
    selectors: { kind: 'basic', json: '[{}]' },
  },
  posture: {
    ...POSTURE,
    isNew: true,
    recording: {
      writes: 'all',
      reads: 'partial',
      excludedSources: ['kms.amazonaws.com'],
      own: { kind: 'basic', json: '[{}]' },
    },
    group: { createdMs: 1, retentionDays: 365, metricFilters: ['a'], subscriptionFilters: ['b'], masked: true },
    logging: { started: SINCE, stopped: SINCE },
  },
  last: { outcome: 'FIXED', reason: 'repaired', time: SINCE, recordId: 'r' },
  toldOutcome: { outcome: 'BLOCKED', reason: 'cost', time: SINCE, rules: ['log-group-not-set'] },
  'told:event e-1': SINCE,
  repairs: ['08:50', '08:57', '09:00'].map((time) => ({
    time: `2026-11-20T${time}:00.000Z`,
    concerns: ['retention', 'metric-filters', 'logging'],
    by: ['dana, with Terraform'],
  })),
  'repeat:e-2': { eventName: 'StopLogging', time: SINCE, actor: 'dana', deed: 'deed stopped StopLogging dana' },
  awaitingProof: { since: SINCE, target: TARGET },
  lateDelivery: { since: SINCE, latestLogsDelivery: SINCE },
};
/** The memory during a run, with a notification that was not sent. */
const WITH_LEASE = {
  ...MEMORY,
  'owed:r-0': recordWith({ id: 'r-0', outcome: 'FIXED', reason: 'repaired', time: SINCE }),
  lease: {
    holder: 'e-1',
    until: '2026-11-20T09:10:00.000Z',
    dirty: false,
    begun: {
      trigger: { kind: 'sweep', time: SINCE },
      findings: [
        {
          rule: 'not-logging',
          verdict: 'violated',
          evidence: { source: 'GetTrailStatus', saw: 'IsLogging is false' },
        },
      ],
      steps: [{ operation: 'StartLogging', input: { Name: ID.arn }, needs: [], repairs: ['not-logging'] }],
    },
  },
};
const WITH_EXPIRED_LEASE = { ...WITH_LEASE, lease: { ...WITH_LEASE.lease, until: SINCE } };
/** A delegated administrator delivered the trail. */
const OF_OTHER_ACCOUNT = {
  ...MEMORY,
  lastKnownGood: { ...MEMORY.lastKnownGood, logGroupArn: 'arn:aws:logs:us-east-1:444455556666:log-group:org:*' },
};
const MEMORIES = [MEMORY, WITH_LEASE, WITH_EXPIRED_LEASE, OF_OTHER_ACCOUNT];
const memoryResponse = fc.oneof(...MEMORIES.map(itemResponse));
const KEY = { [LEDGER_KEY.partition]: ID.arn, [LEDGER_KEY.sort]: 'memory' };
const memoriesResponse = fc.oneof(...MEMORIES.map((memory) => batchResponse(KEY, memory)));

const CODES = [
  'TrailNotFoundException',
  'NoSuchEntityException',
  'AccessDeniedException',
  'ThrottlingException',
  'ConflictException',
  'InvalidCloudWatchLogsLogGroupArnException',
  'InvalidCloudWatchLogsRoleArnException',
  'ResourceAlreadyExistsException',
  'EntityAlreadyExistsException',
  'ResourceNotFoundException',
  'InsufficientS3BucketPolicyException',
  'InternalFailure',
  'AggregateError',
  '',
];

const thrown: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(fc.constantFrom(...CODES), fc.constantFrom('Access denied. Check.', 'no', '')).map(errorOf),
  },
  fc.constantFrom(undefined, null, 'text', 42, {}),
);

function errorOf([name, message]: readonly [string, string]): Error {
  return Object.assign(new Error(message), { name, $metadata: { requestId: 'r-1' } });
}

/** Calls whose successful response is empty. */
const EMPTY_RESPONSES = [...OPERATIONS, 'UpdateItem', 'Publish'];

/** Any responses: recorded ones of any state, intact or damaged, and sometimes an error. */
export const responses: fc.Arbitrary<Responses> = fc.record({
  ...Object.fromEntries(
    Object.entries(RECORDED).map(([operation, outputs]) => [
      operation,
      responseOf(fc.oneof(...outputs.map((output) => damaged(output, ofSameType)))),
    ]),
  ),
  GetRole: orNoSuchEntity('GetRole'),
  GetRolePolicy: orNoSuchEntity('GetRolePolicy'),
  ListRolePolicies: orNoSuchEntity('ListRolePolicies'),
  ListAttachedRolePolicies: orNoSuchEntity('ListAttachedRolePolicies'),
  GetItem: responseOf(memoryResponse),
  BatchGetItem: responseOf(memoriesResponse),
  'GetItem of the issues': responseOf(issuesResponse),
  ...Object.fromEntries(EMPTY_RESPONSES.map((operation) => [operation, responseOf(fc.constant({}))])),
});

/** A role that does not exist yet is as frequent as one that does. */
function orNoSuchEntity(operation: string): fc.Arbitrary<CallResponse> {
  const missing = { thrown: errorOf(['NoSuchEntityException', 'no']) };
  return fc.oneof(
    fc.constant(missing),
    responseOf(fc.oneof(...(RECORDED[operation] ?? []).map((output) => damaged(output, ofSameType)))),
  );
}

function responseOf(output: fc.Arbitrary<unknown>): fc.Arbitrary<CallResponse> {
  return fc.oneof(
    { weight: 24, arbitrary: output.map((value) => ({ output: value })) },
    { weight: 1, arbitrary: thrown.map((value) => ({ thrown: value })) },
  );
}
