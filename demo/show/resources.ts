import { styleText } from 'node:util';
import type { LogGroupDescription, RoleDescription } from '../describe.ts';
import { jsonLines } from './json.ts';
import { table } from './table.ts';

/** The name, retention and tags of a log group. */
export function groupLines({ name, retentionDays, tags }: LogGroupDescription): readonly string[] {
  return table([
    ['name', name],
    ['retention', retentionDays === undefined ? 'never expires' : `${retentionDays} days`],
    ...tagRows(tags),
  ]);
}

/** The trust policy, policies and permissions boundary of a role. */
export function roleLines(role: RoleDescription): readonly string[] {
  return [
    ...table([['ARN', role.arn], ...tagRows(role.tags)]),
    '',
    'Trust policy: who can assume the role',
    ...documentLines(role.trust),
    ...Object.entries(role.policies).flatMap(([name, policy]) => [
      '',
      `Policy ${name}: what the role can do`,
      ...documentLines(policy),
    ]),
    '',
    'Permissions boundary: the maximum that any policy of the role can allow',
    ...(role.boundary === undefined
      ? ['  none']
      : [`  ${role.boundary.arn}`, ...documentLines(role.boundary.document)]),
  ];
}

function tagRows(tags: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(tags).map(([key, value]) => ['tag', `${key} = ${value}`]);
}

/** A policy document, indented. */
function documentLines(json: string): readonly string[] {
  return jsonLines(JSON.parse(json)).map((line) => styleText('dim', `  ${line}`));
}
