import type { TrailFacts } from '../../../lambda/core/model/facts.ts';
import type { PlannedTrail } from '../plan.ts';
import { comment } from './comments.ts';
import { declared } from './declared.ts';
import { isArnOf, isList, type Resource, type Value } from './resources.ts';
import { type Yaml, yamlLines } from './yaml.ts';

const USE = [
  'For a stack in the Region of the trails; it needs CAPABILITY_NAMED_IAM.',
  'Where a stack has the trail already, give it the two values of CloudWatch Logs, and add the other',
  'resources. Else import the trail alone first: an import creates nothing.',
];

/** The repair of each trail as a template of CloudFormation, and in comments what is not in it. */
export function planCloudFormation(records: readonly PlannedTrail[], facts: ReadonlyMap<string, TrailFacts>): string {
  const { notes, resources } = declared(records, facts);
  const template = templateOf(resources);
  const comments = [...(template.length > 0 ? [USE] : []), ...notes].map((lines) => comment('#', lines).join('\n'));
  return `${[...comments, ...template].join('\n\n')}\n`;
}

/** CloudFormation refuses a template without resources. */
function templateOf(resources: Readonly<Record<string, Resource>>): readonly string[] {
  const written = Object.entries(resources).map(([id, resource]) => [id, resourceOf(resource)] as const);
  if (written.length === 0) return [];
  const template = { AWSTemplateFormatVersion: '2010-09-09', Resources: Object.fromEntries(written) };
  return [yamlLines(template).join('\n')];
}

/** An import needs the policies; and no deletion of a stack should delete a trail. */
function resourceOf({ type, properties, dependsOn }: Resource): Yaml {
  return {
    Type: type,
    ...(dependsOn.length > 0 && { DependsOn: dependsOn }),
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    Properties: yamlOf(properties),
  };
}

function yamlOf(value: Value): Yaml {
  if (typeof value !== 'object') return value;
  if (isList(value)) return value.map(yamlOf);
  if (isArnOf(value)) return { 'Fn::GetAtt': [value.arnOf, 'Arn'] };
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, yamlOf(entry)]));
}
