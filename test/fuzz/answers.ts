import { marshall } from '@aws-sdk/util-dynamodb';
import * as fc from 'fast-check';
import { logGroupArn } from '../../lambda/core/arn.ts';
import {
  DELIVERY_POLICY_NAME,
  deliveryPolicy,
  deliveryRoleArn,
  TRUST_DOCUMENT,
} from '../../lambda/core/delivery-role.ts';
import { ITEM_VERSION } from '../../lambda/core/ledger.ts';
import { filterName, METRIC_NAMESPACE, MONITORING_FILTERS } from '../../lambda/core/metric-filters.ts';
import {
  DELIVERY_ROLE_PATH,
  deliveryRoleName,
  EXCLUDE_TAG,
  logGroupNames,
  TRAIL_TAG,
} from '../../lambda/core/names.ts';
import { OPERATIONS } from '../../lambda/outcome-schema.ts';
import { ID, PERFECT_TRAIL, SETTINGS } from '../support/perfect-trail.ts';
import { damaged, ofAnyType, ofItsType } from './damaged.ts';

/** What a call answers: an output, or whatever it throws. */
export type CallAnswer = { readonly output: unknown } | { readonly thrown: unknown };

/** How every operation answers in one run, by its name; operations that are missing answer {}. */
export type Answers = Readonly<Record<string, CallAnswer>>;

const [OUR_GROUP] = logGroupNames(ID, SETTINGS.logGroupPrefix);
const OUR_ROLE = deliveryRoleName(ID, 1);

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
  IsOrganizationTrail: false,
};
/** As trailmend leaves a trail. */
const OURS = {
  ...TRAIL,
  CloudWatchLogsLogGroupArn: logGroupArn(ID, OUR_GROUP),
  CloudWatchLogsRoleArn: deliveryRoleArn(ID, OUR_ROLE),
};
const INTEGRATED = {
  ...TRAIL,
  CloudWatchLogsLogGroupArn: PERFECT_TRAIL.logGroupArn,
  CloudWatchLogsRoleArn: PERFECT_TRAIL.roleArn,
};
const STATUS = {
  IsLogging: true,
  LatestDeliveryTime: new Date('2026-11-20T08:58:00Z'),
  LatestCloudWatchLogsDeliveryTime: new Date('2026-11-20T08:59:00Z'),
  StartLoggingTime: new Date('2026-01-01T00:00:00Z'),
};

/** As AWS answers, by operation: several states of an account, each as a whole answer. */
const RECORDED: Readonly<Record<string, readonly unknown[]>> = {
  GetTrail: [{ Trail: TRAIL }, { Trail: INTEGRATED }, { Trail: OURS }],
  DescribeTrails: [{ trailList: [TRAIL] }, { trailList: [INTEGRATED] }, { trailList: [] }],
  GetTrailStatus: [
    STATUS,
    { IsLogging: false, StopLoggingTime: new Date('2026-11-20T08:59:30Z') },
    { ...STATUS, LatestCloudWatchLogsDeliveryError: 'Access denied.' },
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
        { logGroupName: OUR_GROUP, retentionInDays: 30, logGroupClass: 'STANDARD', creationTime: 1_760_000_000_000 },
      ],
    },
  ],
  ListTagsForResource: [{ tags: { [TRAIL_TAG]: ID.arn } }, { tags: {} }],
  DescribeMetricFilters: [
    { metricFilters: [] },
    {
      metricFilters: MONITORING_FILTERS.map((filter) => ({
        filterName: filterName(filter),
        filterPattern: filter.pattern,
        metricTransformations: [
          { metricName: filter.metric, metricNamespace: METRIC_NAMESPACE, metricValue: '1', unit: 'None' },
        ],
        creationTime: 1_760_000_000_000,
        logGroupName: OUR_GROUP,
        applyOnTransformedLogs: false,
      })),
    },
  ],
  GetRole: [
    {
      Role: {
        Arn: deliveryRoleArn(ID, OUR_ROLE),
        Path: DELIVERY_ROLE_PATH,
        RoleName: OUR_ROLE,
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
      RoleName: OUR_ROLE,
      PolicyName: DELIVERY_POLICY_NAME,
      PolicyDocument: encodeURIComponent(deliveryPolicy(ID, OUR_GROUP)),
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
const MEMORY = {
  version: ITEM_VERSION,
  seenLogging: SINCE,
  lastKnownGood: { logGroupArn: PERFECT_TRAIL.logGroupArn, roleArn: PERFECT_TRAIL.roleArn, since: SINCE },
  former: { seen: SINCE, trail: PERFECT_TRAIL },
  last: { outcome: 'FIXED', reason: 'repaired', time: SINCE, recordId: 'r' },
};

/** What the ledger answers: nothing, an item as trailmend writes it, or one as a newer trailmend or a person may have left it. */
const remembered = fc.oneof(
  fc.constant({}),
  damaged(MEMORY, ofAnyType).map((item) =>
    isItem(item) ? { Item: marshall(item, { removeUndefinedValues: true }) } : {},
  ),
  damaged({ Item: marshall(MEMORY) }, ofItsType),
);

function isItem(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

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

/** Calls whose answer says nothing but that they were made. */
const EMPTY_ANSWERS = [...OPERATIONS, 'UpdateItem', 'Publish'];

/** Any answers: recorded ones of any state, whole or damaged, and now and then an error. */
export const answers: fc.Arbitrary<Answers> = fc.record({
  ...Object.fromEntries(
    Object.entries(RECORDED).map(([operation, outputs]) => [
      operation,
      answerOf(fc.oneof(...outputs.map((output) => damaged(output, ofItsType)))),
    ]),
  ),
  GetRole: orNoSuchEntity('GetRole'),
  GetRolePolicy: orNoSuchEntity('GetRolePolicy'),
  GetItem: answerOf(remembered),
  ...Object.fromEntries(EMPTY_ANSWERS.map((operation) => [operation, answerOf(fc.constant({}))])),
});

/** A role that nobody has made yet is as usual as one. */
function orNoSuchEntity(operation: string): fc.Arbitrary<CallAnswer> {
  const missing = { thrown: errorOf(['NoSuchEntityException', 'no']) };
  return fc.oneof(
    fc.constant(missing),
    answerOf(fc.oneof(...(RECORDED[operation] ?? []).map((output) => damaged(output, ofItsType)))),
  );
}

function answerOf(output: fc.Arbitrary<unknown>): fc.Arbitrary<CallAnswer> {
  return fc.oneof(
    { weight: 24, arbitrary: output.map((value) => ({ output: value })) },
    { weight: 1, arbitrary: thrown.map((value) => ({ thrown: value })) },
  );
}
