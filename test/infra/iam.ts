import type { Resource } from './synthesis.ts';

/** A policy statement with resolved references. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/**
 * A request to AWS as IAM evaluates it. AWS does not send the condition keys that are missing here.
 */
export interface Call {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

interface Policy {
  readonly PolicyDocument: { readonly Statement: readonly Statement[] };
}

/** All inline statements of the role with this logical ID. */
export function statementsOf(role: string, resources: Readonly<Record<string, Resource>>): readonly Statement[] {
  const inline: readonly Policy[] = resources[role]?.Properties['Policies'] ?? [];
  const attached = Object.values(resources)
    .filter(({ Type, Properties }) => Type === 'AWS::IAM::Policy' && Properties['Roles'].includes(`ref:${role}`))
    .map(({ Properties }) => Properties as Policy);
  return [...inline, ...attached].flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
}

/**
 * True when a statement allows the call and none denies it. Supports the operators that the stack
 * uses.
 */
export function allows(statements: readonly Statement[], call: Call): boolean {
  const effects = statements.filter((statement) => applies(statement, call)).map(({ Effect }) => Effect);
  return effects.includes('Allow') && !effects.includes('Deny');
}

export function listed(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}

function applies({ Action, Resource, Condition = {} }: Statement, { action, resource, context = {} }: Call): boolean {
  return (
    listed(Action).some((pattern) => glob(pattern.toLowerCase(), action.toLowerCase())) &&
    listed(Resource).some((pattern) => glob(pattern, resource)) &&
    Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, wanted]) => operatorNamed(operator)(context[key], listed(wanted))),
    )
  );
}

type Operator = (sent: string | readonly string[] | undefined, wanted: readonly string[]) => boolean;

function operatorNamed(name: string): Operator {
  const operators: Readonly<Record<string, Operator>> = {
    StringEquals: (sent, wanted) => typeof sent === 'string' && wanted.includes(sent),
    StringLike: (sent, wanted) => typeof sent === 'string' && wanted.some((pattern) => glob(pattern, sent)),
    'ForAllValues:StringEquals': (sent = [], wanted) => listed(sent).every((value) => wanted.includes(value)),
  };
  const operator = operators[name];
  if (!operator) throw new Error(`This test does not support the operator ${name}. Add it to iam.ts.`);
  return operator;
}

function glob(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(text);
}
