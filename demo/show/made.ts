import { styleText } from 'node:util';
import type { SeenGroup, SeenRole } from '../look.ts';
import { jsonLines } from './json.ts';
import { table } from './table.ts';

/** A log group: its name, how long it keeps events, its tags. */
export function groupLines({ name, retentionDays, tags }: SeenGroup): readonly string[] {
  return table([
    ['name', name],
    ['retention', retentionDays === undefined ? 'for ever' : `${retentionDays} days`],
    ...tagRows(tags),
  ]);
}

/** A role: who may assume it, what it may do, and what it could do at most. */
export function roleLines(role: SeenRole): readonly string[] {
  return [
    ...table([['ARN', role.arn], ...tagRows(role.tags)]),
    '',
    'Trust: who may assume it',
    ...document(role.trust),
    ...Object.entries(role.policies).flatMap(([name, policy]) => [
      '',
      `Policy ${name}: what it may do`,
      ...document(policy),
    ]),
    '',
    'Boundary: what it could do at most, whatever its policies say',
    ...(role.boundary === undefined ? ['  none'] : [`  ${role.boundary.arn}`, ...document(role.boundary.document)]),
  ];
}

function tagRows(tags: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(tags).map(([key, value]) => ['tag', `${key} = ${value}`]);
}

/** A policy document as AWS returned it, indented. */
function document(json: string): readonly string[] {
  return jsonLines(JSON.parse(json)).map((line) => styleText('dim', `  ${line}`));
}
