import type { AnyTemplate, Resource } from './synthesis.ts';

const ACCOUNT = '111122223333';
const NOTHING = Symbol('AWS::NoValue');

type Intrinsics = Readonly<Record<string, (argument: never) => unknown>>;

/**
 * The resources that CloudFormation would create from a template with these parameter values, with
 * conditions evaluated and references resolved. A reference to a resource becomes `ref:LOGICALID`
 * or `LOGICALID.ATTRIBUTE`. Account and Region are examples.
 */
export function deployed(
  template: AnyTemplate,
  values: Readonly<Record<string, string>> = {},
): Readonly<Record<string, Resource>> {
  const defaults = Object.entries(template.Parameters ?? {}).map(([name, parameter]) => [name, parameter.Default]);
  const known: Readonly<Record<string, unknown>> = {
    ...Object.fromEntries(defaults),
    'AWS::Partition': 'aws',
    'AWS::Region': 'eu-west-1',
    'AWS::AccountId': ACCOUNT,
    'AWS::NoValue': NOTHING,
    ...values,
  };
  const holds = (condition: string): boolean => resolve(template.Conditions?.[condition]) === true;
  const intrinsics: Intrinsics = {
    Ref: (name: string) => (name in known ? known[name] : `ref:${name}`),
    'Fn::GetAtt': ([name, attribute]: [string, string]) => `${name}.${attribute}`,
    'Fn::Join': ([separator, parts]: [string, unknown[]]) => parts.map(resolve).join(separator),
    'Fn::Sub': (text: string) => text.replace(/\$\{([^}]+)\}/g, (_, name) => String(known[name])),
    'Fn::If': ([condition, yes, no]: [string, unknown, unknown]) => resolve(holds(condition) ? yes : no),
    'Fn::Equals': ([left, right]: [unknown, unknown]) => resolve(left) === resolve(right),
    'Fn::And': (named: { readonly Condition: string }[]) => named.every(({ Condition }) => holds(Condition)),
    'Fn::Or': (conditions: readonly unknown[]) => conditions.some((condition) => resolve(condition) === true),
    'Fn::Not': ([condition]: [unknown]) => !resolve(condition),
  };
  function resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(resolve).filter((entry) => entry !== NOTHING);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const [name = '', argument] = entries[0] ?? [];
    const intrinsic = entries.length === 1 ? intrinsics[name] : undefined;
    if (intrinsic) return intrinsic(argument as never);
    if (name.startsWith('Fn::')) throw new Error(`This test does not support ${name}. Add it to deployed.ts.`);
    return Object.fromEntries(
      entries.map(([key, entry]) => [key, resolve(entry)]).filter(([, entry]) => entry !== NOTHING),
    );
  }
  return Object.fromEntries(
    Object.entries(template.Resources)
      .filter(([, { Condition }]) => Condition === undefined || holds(Condition))
      .map(([id, resource]) => [id, resolve(resource) as Resource]),
  );
}
