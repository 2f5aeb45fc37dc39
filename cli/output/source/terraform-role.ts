import { TRUST_DOCUMENT } from '../../../lambda/core/integration/delivery-role.ts';
import { DELIVERY_ROLE_PATH } from '../../../lambda/core/integration/names.ts';
import type { RoleFix, SourceFix } from './fix.ts';
import type { Block, Expression, Item } from './hcl.ts';
import { ignoring, importBlock, resource } from './terraform-blocks.ts';

/** The delivery role of a trail and its policy. */
export function roleBlocks(
  { target, group }: SourceFix,
  { name, create, policy }: RoleFix,
  label: string,
): readonly Block[] {
  const type = 'aws_iam_role';
  const common: readonly Item[] = [
    ['name', name],
    ['path', create?.Path ?? DELIVERY_ROLE_PATH],
  ];
  const trust: Item = [
    'assume_role_policy',
    { json: expressionOf(JSON.parse(create?.AssumeRolePolicyDocument ?? TRUST_DOCUMENT)) },
  ];
  const blocks = create
    ? [resource(type, label, [...common, ...newRole(create), trust])]
    : [
        importBlock(type, label, name),
        resource(type, label, [
          ...common,
          trust,
          ...ignoring(['description', 'max_session_duration', 'permissions_boundary', 'tags', 'tags_all']),
        ]),
      ];
  if (!policy) return blocks;
  const groupArn = group && target.logGroupArn.slice(0, -':*'.length);
  const document = expressionOf(JSON.parse(policy.PolicyDocument), (text) =>
    groupArn !== undefined && text.startsWith(`${groupArn}:`)
      ? { reference: `aws_cloudwatch_log_group.${label}.arn`, suffix: text.slice(groupArn.length) }
      : text,
  );
  const body: readonly Item[] = [
    ['name', policy.PolicyName],
    ['role', { reference: `${type}.${label}.name` }],
    ['policy', { json: document }],
  ];
  return [...blocks, resource('aws_iam_role_policy', label, body)];
}

function newRole({ Description, PermissionsBoundary, Tags }: NonNullable<RoleFix['create']>): readonly Item[] {
  return [
    ['description', Description],
    ...(PermissionsBoundary === undefined ? [] : [['permissions_boundary', PermissionsBoundary] as const]),
    ['tags', { object: Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value])) }],
  ];
}

type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

/** A JSON document, with other expressions for some of its strings. */
function expressionOf(value: Json, text: (value: string) => Expression = (same) => same): Expression {
  if (typeof value === 'string') return text(value);
  if (typeof value !== 'object') return value;
  if (isList(value)) return value.map((entry) => expressionOf(entry, text));
  return { object: Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, expressionOf(entry, text)])) };
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
