import { type SourceFix, topicOf, unreadParts } from './fix.ts';
import type { Block, Expression, Item } from './hcl.ts';
import type { AdvancedSelector, BasicSelector } from './selectors.ts';
import { ignoring } from './terraform-blocks.ts';

/** The resource of a trail: every setting as trailmend read it, and two values of the repair. */
export function trailBlock(fix: SourceFix, label: string): Block {
  return {
    head: `resource "aws_cloudtrail" "${label}"`,
    body: [
      ...settings(fix, label),
      ...(fix.selectors?.basic ?? []).map(basicBlock),
      ...(fix.selectors?.advanced ?? []).map(advancedBlock),
      ...ignoring(unreadParts(fix).flatMap(({ attributes }) => attributes)),
    ],
  };
}

function settings(fix: SourceFix, label: string): readonly Item[] {
  const { id, trail, target, group, role, isLogging, tags } = fix;
  return [
    ['name', id.name],
    ['s3_bucket_name', trail.s3Bucket],
    ...unlessEmpty('s3_key_prefix', trail.s3Prefix),
    ...(group
      ? [['cloud_watch_logs_group_arn', { reference: `aws_cloudwatch_log_group.${label}.arn`, suffix: ':*' }] as const]
      : unlessEmpty('cloud_watch_logs_group_arn', target.logGroupArn)),
    ...(role
      ? [['cloud_watch_logs_role_arn', { reference: `aws_iam_role.${label}.arn` }] as const]
      : unlessEmpty('cloud_watch_logs_role_arn', target.roleArn)),
    ...(isLogging === undefined ? [] : [['enable_logging', isLogging] as const]),
    ['enable_log_file_validation', trail.logFileValidation],
    ['include_global_service_events', trail.includesGlobalEvents],
    ['is_multi_region_trail', trail.isMultiRegion],
    ['is_organization_trail', trail.isOrganizationTrail],
    ...unlessEmpty('kms_key_id', trail.kmsKeyId),
    ...unlessEmpty('sns_topic_name', topicOf(fix)),
    ...(tags && Object.keys(tags).length > 0 ? [['tags', { object: tags }] as const] : []),
    ...(role?.policy ? [['depends_on', { names: [`aws_iam_role_policy.${label}`] }] as const] : []),
  ];
}

function unlessEmpty(name: string, value: string): readonly Item[] {
  return value === '' ? [] : [[name, value]];
}

function ifSet(name: string, value: Expression | undefined): readonly Item[] {
  return value === undefined ? [] : [[name, value]];
}

function basicBlock(selector: BasicSelector): Block {
  return {
    head: 'event_selector',
    body: [
      ...ifSet('read_write_type', selector.ReadWriteType),
      ...ifSet('include_management_events', selector.IncludeManagementEvents),
      ...ifSet('exclude_management_event_sources', unlessNone(selector.ExcludeManagementEventSources)),
      ...(selector.DataResources ?? []).map(({ Type, Values = [] }) => ({
        head: 'data_resource',
        body: [
          ['type', Type],
          ['values', Values],
        ] as const,
      })),
    ],
  };
}

function advancedBlock({ Name, FieldSelectors }: AdvancedSelector): Block {
  return {
    head: 'advanced_event_selector',
    body: [
      ...ifSet('name', Name),
      ...FieldSelectors.map((field) => ({
        head: 'field_selector',
        body: [
          ['field', field.Field] as const,
          ...ifSet('equals', unlessNone(field.Equals)),
          ...ifSet('not_equals', unlessNone(field.NotEquals)),
          ...ifSet('starts_with', unlessNone(field.StartsWith)),
          ...ifSet('not_starts_with', unlessNone(field.NotStartsWith)),
          ...ifSet('ends_with', unlessNone(field.EndsWith)),
          ...ifSet('not_ends_with', unlessNone(field.NotEndsWith)),
        ],
      })),
    ],
  };
}

function unlessNone(values: readonly string[] | undefined): readonly string[] | undefined {
  return values?.length === 0 ? undefined : values;
}
