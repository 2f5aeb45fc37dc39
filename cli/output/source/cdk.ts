import type { TrailFacts } from '../../../lambda/core/model/facts.ts';
import type { PlannedTrail } from '../plan.ts';
import { comment } from './comments.ts';
import { declared } from './declared.ts';
import { typescriptString } from './literal.ts';
import { isArnOf, isList, type Resource, type Value } from './resources.ts';

const USE = [
  'For aws-cdk-lib 2. The stack has the template that --format cloudformation prints.',
  'Where an app has the trail already, give it the two values of CloudWatch Logs, and add the other',
  'resources. Else import the trail alone first (cdk import): an import creates nothing.',
];

/** The repair of each trail as a stack of CDK, and in comments what is not in it. */
export function planCdk(records: readonly PlannedTrail[], facts: ReadonlyMap<string, TrailFacts>): string {
  const { notes, resources } = declared(records, facts);
  const entries = Object.entries(resources);
  const stack = entries.length > 0 ? [stackOf(entries)] : [];
  const comments = [...(stack.length > 0 ? [USE] : []), ...notes].map((lines) => comment('//', lines).join('\n'));
  return `${[...comments, ...stack].join('\n\n')}\n`;
}

function stackOf(resources: readonly (readonly [id: string, resource: Resource])[]): string {
  const imports = Map.groupBy(resources, ([, { type }]) => moduleOf(type));
  return [
    "import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';",
    ...[...imports].sort().map(([module, users]) => `import { ${classesOf(users)} } from 'aws-cdk-lib/${module}';`),
    "import type { Construct } from 'constructs';",
    '',
    'export class TrailsStack extends Stack {',
    '  constructor(scope: Construct, id: string, props?: StackProps) {',
    '    super(scope, id, props);',
    ...resources.flatMap(([id, resource]) => construct(id, resource)).map((line) => `    ${line}`),
    '  }',
    '}',
  ].join('\n');
}

function classesOf(resources: readonly (readonly [id: string, resource: Resource])[]): string {
  return [...new Set(resources.map(([, { type }]) => classOf(type)))].sort().join(', ');
}

/** `AWS::Logs::LogGroup` is in aws-logs. */
function moduleOf(type: string): string {
  return `aws-${type.split('::')[1]?.toLowerCase()}`;
}

function classOf(type: string): string {
  return `Cfn${type.split('::')[2]}`;
}

function construct(id: string, { type, properties, dependsOn }: Resource): readonly string[] {
  const name = variableOf(id);
  return [
    `const ${name} = new ${classOf(type)}(this, ${typescriptString(id)}, ${literalOf(properties, '')});`,
    `${name}.applyRemovalPolicy(RemovalPolicy.RETAIN);`,
    ...dependsOn.map((needed) => `${name}.addDependency(${variableOf(needed)});`),
  ].flatMap((lines) => lines.split('\n'));
}

/** No word of the language ends as the ids do. */
function variableOf(id: string): string {
  return id.charAt(0).toLowerCase() + id.slice(1);
}

/** A value as TypeScript. Policy documents have the names of IAM, all else those of CDK. */
function literalOf(value: Value, indent: string, isDocument = false): string {
  if (typeof value === 'string') return typescriptString(value);
  if (typeof value !== 'object') return String(value);
  if (isList(value)) return `[${value.map((entry) => literalOf(entry, indent, isDocument)).join(', ')}]`;
  if (isArnOf(value)) return `${variableOf(value.arnOf)}.attrArn`;
  const deeper = `${indent}  `;
  const members = Object.entries(value).map(([key, entry]) => {
    const name = isDocument ? memberOf(key) : propertyOf(key);
    return `${deeper}${name}: ${literalOf(entry, deeper, isDocument || key.endsWith('PolicyDocument'))},\n`;
  });
  return `{\n${members.join('')}${indent}}`;
}

function memberOf(key: string): string {
  return /^[A-Za-z]\w*$/.test(key) ? key : typescriptString(key);
}

/**
 * CDK's name of a property: KMSKeyId is kmsKeyId, and S3BucketName is s3BucketName. Every object of
 * Java has a method `equals`.
 */
function propertyOf(key: string): string {
  if (key === 'Equals') return 'equalTo';
  return key.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]/, (start) => start.toLowerCase());
}
