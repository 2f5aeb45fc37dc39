import type { StepInput } from '../../../lambda/core/model/step.ts';
import type { Tags } from '../../../lambda/core/model/tags.ts';
import { type GroupFix, type RoleFix, type SourceFix, topicOf } from './fix.ts';
import { logicalName } from './names.ts';

/** A value of a template. `arnOf`: the ARN of another resource, by its logical id. */
export type Value =
  | string
  | number
  | boolean
  | { readonly arnOf: string }
  | readonly Value[]
  | { readonly [key: string]: Value };

export function isArnOf(value: Value): value is { readonly arnOf: string } {
  return typeof value === 'object' && 'arnOf' in value;
}

/** `Array.isArray` does not narrow a read-only array. */
export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** A resource of CloudFormation; CDK has a class for its type. */
export interface Resource {
  readonly type: `AWS::${string}::${string}`;
  readonly properties: Readonly<Record<string, Value>>;
  /** Logical ids. */
  readonly dependsOn: readonly string[];
}

/** What CloudFormation declares for a trail, by logical id: the trail, and what a plan creates. */
export function resourcesOf(fix: SourceFix): Readonly<Record<string, Resource>> {
  const name = logicalName(fix.id);
  const { group, role, filters } = fix;
  const filterIds = filters.map((_, index) => `${name}MetricFilter${index + 1}`);
  const newGroup = group?.create && `${name}LogGroup`;
  return {
    ...(newGroup && group ? { [newGroup]: groupResource(group) } : {}),
    ...Object.fromEntries(filters.map((filter, index) => [filterIds[index], filterResource(filter, newGroup)])),
    ...(role?.create && { [`${name}DeliveryRole`]: roleResource(role) }),
    ...(role && !role.create && role.policy && { [`${name}DeliveryPolicy`]: policyResource(role.policy) }),
    [`${name}Trail`]: {
      type: 'AWS::CloudTrail::Trail',
      properties: trailProperties(fix, name),
      dependsOn: role && !role.create && role.policy ? [`${name}DeliveryPolicy`] : [],
    },
  };
}

function groupResource({ name, create, retentionDays }: GroupFix): Resource {
  return {
    type: 'AWS::Logs::LogGroup',
    properties: {
      LogGroupName: name,
      ...(retentionDays !== undefined && { RetentionInDays: retentionDays }),
      ...(create?.kmsKeyId !== undefined && { KmsKeyId: create.kmsKeyId }),
      Tags: tagList(create?.tags ?? {}),
    },
    dependsOn: [],
  };
}

function filterResource(filter: StepInput<'PutMetricFilter'>, newGroup: string | undefined): Resource {
  return {
    type: 'AWS::Logs::MetricFilter',
    properties: {
      LogGroupName: filter.logGroupName,
      FilterName: filter.filterName,
      FilterPattern: filter.filterPattern,
      MetricTransformations: filter.metricTransformations.map((metric) => ({
        MetricName: metric.metricName,
        MetricNamespace: metric.metricNamespace,
        MetricValue: metric.metricValue,
      })),
    },
    dependsOn: newGroup === undefined ? [] : [newGroup],
  };
}

function roleResource({ create, policy }: RoleFix): Resource {
  return {
    type: 'AWS::IAM::Role',
    properties: {
      ...(create && {
        RoleName: create.RoleName,
        Path: create.Path,
        Description: create.Description,
        AssumeRolePolicyDocument: JSON.parse(create.AssumeRolePolicyDocument),
        ...(create.PermissionsBoundary !== undefined && { PermissionsBoundary: create.PermissionsBoundary }),
      }),
      ...(policy && {
        Policies: [{ PolicyName: policy.PolicyName, PolicyDocument: JSON.parse(policy.PolicyDocument) }],
      }),
      Tags: create?.Tags.map(({ Key, Value }) => ({ Key, Value })) ?? [],
    },
    dependsOn: [],
  };
}

function policyResource({ RoleName, PolicyName, PolicyDocument }: StepInput<'PutRolePolicy'>): Resource {
  const properties = { RoleName, PolicyName, PolicyDocument: JSON.parse(PolicyDocument) };
  return { type: 'AWS::IAM::RolePolicy', properties, dependsOn: [] };
}

function trailProperties(fix: SourceFix, name: string): Resource['properties'] {
  const { id, trail, target, group, role, tags, selectors } = fix;
  const written: Readonly<Record<string, Value>> = {
    TrailName: id.name,
    S3BucketName: trail.s3Bucket,
    S3KeyPrefix: trail.s3Prefix,
    CloudWatchLogsLogGroupArn: group?.create ? { arnOf: `${name}LogGroup` } : target.logGroupArn,
    CloudWatchLogsRoleArn: role?.create ? { arnOf: `${name}DeliveryRole` } : target.roleArn,
    ...(fix.isLogging !== undefined && { IsLogging: fix.isLogging }),
    EnableLogFileValidation: trail.logFileValidation,
    IncludeGlobalServiceEvents: trail.includesGlobalEvents,
    IsMultiRegionTrail: trail.isMultiRegion,
    IsOrganizationTrail: trail.isOrganizationTrail,
    KMSKeyId: trail.kmsKeyId,
    SnsTopicName: topicOf(fix),
    EventSelectors: withoutAbsent(selectors?.basic ?? []),
    AdvancedEventSelectors: withoutAbsent(selectors?.advanced ?? []),
    Tags: tagList(tags ?? {}),
  };
  return Object.fromEntries(
    Object.entries(written).filter(([, value]) => value !== '' && !(isList(value) && value.length === 0)),
  );
}

/** In the order of CDK. */
function tagList(tags: Tags): readonly Value[] {
  const sorted = Object.entries(tags).toSorted(([one], [other]) => one.localeCompare(other));
  return sorted.map(([Key, Value]) => ({ Key, Value }));
}

/** The selectors as JSON: without the members that they do not have. */
function withoutAbsent(selectors: readonly object[]): readonly Value[] {
  return JSON.parse(JSON.stringify(selectors));
}
