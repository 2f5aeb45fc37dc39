import type { Role } from '../role-policies.ts';

/** Condition keys with their values. */
export type Context = Readonly<Record<string, string | readonly string[]>>;

/** A request as its permissions see it. */
export interface Asked {
  /** Of the caller. */
  readonly account: string;
  readonly region: string;
  /** Parameters of JSON and query protocols; those of the query protocol are flat: `Tags.member.1.Key`. */
  readonly input: Readonly<Record<string, unknown>>;
  /** The decoded segments of the path. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  /** A role of the caller's account as it is stored now. */
  role(name: string): Promise<Role | undefined>;
  /** The ARN of the customer managed key of a topic, if it has one. */
  keyOfTopic(topicArn: string): Promise<string | undefined>;
  /** Whether a trail, by its ARN, is an organization's as it is now. */
  isOrganizationTrail(arn: string): Promise<boolean>;
  /** The ARN of a key that is named by its id, its ARN or an alias. */
  key(id: string): Promise<string>;
}

/** ARNs that an action is asked for, each of which has to be allowed; none where the request does not need it. */
export type Resources = string | readonly string[] | undefined;

/** One permission that an operation needs: data, with functions for what depends on the request. */
export interface Line {
  /** The IAM action; by default the one that is named like the operation. */
  readonly action?: string;
  readonly on: (asked: Asked) => Resources | Promise<Resources>;
  /** Condition keys that AWS takes from the request or the resource; tags of resources are added elsewhere. */
  readonly keys?: (asked: Asked) => Context | Promise<Context>;
}

/** What the operations of one service need. */
export interface ServiceCalls {
  /** The IAM prefix: `logs` in `logs:PutLogEvents`. */
  readonly prefix: string;
  readonly calls: Readonly<Record<string, readonly Line[]>>;
}

/** The same lines for several operations. */
export function each(operations: string, ...lines: readonly Line[]): Readonly<Record<string, readonly Line[]>> {
  return Object.fromEntries(operations.split(/\s+/).map((operation) => [operation, lines]));
}

/** A text parameter; empty when it is missing or something else. */
export function text({ input }: Asked, name: string): string {
  const value = input[name];
  return typeof value === 'string' ? value : '';
}

/** A resource that a parameter names by ARN or by name: `after` stands between the account and the name in its ARN. */
export function named(service: string, after: string, ...parameters: readonly string[]): Line['on'] {
  return (asked) => {
    const name = parameters.map((parameter) => text(asked, parameter)).find((value) => value !== '') ?? '';
    return name.startsWith('arn:') ? name : `arn:aws:${service}:${asked.region}:${asked.account}:${after}${name}`;
  };
}

/** A parameter that is an ARN; nothing is needed when it is not given. */
export function given(parameter: string): Line['on'] {
  return (asked) => text(asked, parameter) || undefined;
}

/** No narrower resource exists. */
export const ANYTHING: Line = { on: () => '*' };

/**
 * Passing a role to a service; what is no role's ARN is for the service to refuse.
 * Source: IAM user guide, "Granting a user permissions to pass a role to an AWS service".
 */
export function passRole(service: string, roleArn: Line['on']): Line {
  return {
    action: 'iam:PassRole',
    on: async (asked) => [(await roleArn(asked)) ?? []].flat().filter((arn) => ROLE_ARN.test(arn)),
    keys: () => ({ 'iam:PassedToService': service }),
  };
}

const ROLE_ARN = /^arn:[^:]+:iam::\d{12}:role\/./;

/** The tags of a request as condition keys, from a list of Key and Value, an object, or the query protocol. */
export function requestTags(parameter: string): (asked: Asked) => Context {
  return (asked) => {
    const tags = tagsIn(asked, parameter);
    return tags.length === 0
      ? {}
      : {
          'aws:TagKeys': tags.map(([key]) => key),
          ...Object.fromEntries(tags.map(([key, value]) => [`aws:RequestTag/${key}`, value])),
        };
  };
}

/** The keys of tags to remove, as a condition key. */
export function removedTags(parameter: string): (asked: Asked) => Context {
  return ({ input, query }) => {
    const list = input[parameter];
    const keys = [
      ...(Array.isArray(list) ? list.map((entry) => (typeof entry === 'string' ? entry : field(entry, 'Key'))) : []),
      ...members(input, parameter, '').map(([, value]) => value),
      ...query.getAll(parameter),
    ];
    return keys.length === 0 ? {} : { 'aws:TagKeys': keys };
  };
}

/** What follows only from tags in the request. */
export function whenTagged(parameter: string, on: Line['on']): Line['on'] {
  return (asked) => (tagsIn(asked, parameter).length === 0 ? undefined : on(asked));
}

function tagsIn({ input }: Asked, parameter: string): readonly (readonly [string, string])[] {
  const value = input[parameter];
  if (Array.isArray(value)) {
    return value.map((tag) => [
      field(tag, 'Key') || field(tag, 'TagKey'),
      field(tag, 'Value') || field(tag, 'TagValue'),
    ]);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).map(([key, tag]) => [key, String(tag)]);
  }
  const values = new Map(members(input, parameter, '.Value'));
  return members(input, parameter, '.Key').map(([index, key]) => [key, values.get(index) ?? '']);
}

/** `PARAMETER.member.N` and what follows it, by N. */
function members(input: Asked['input'], parameter: string, after: string): (readonly [string, string])[] {
  const shape = new RegExp(`^${parameter}\\.member\\.(\\d+)${after.replace('.', '\\.')}$`);
  return Object.entries(input).flatMap(([name, value]) => {
    const [, index] = shape.exec(name) ?? [];
    return index === undefined ? [] : [[index, String(value)] as const];
  });
}

/** A text field of something that a client sent. */
export function field(value: unknown, name: string): string {
  const inner = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return typeof inner === 'string' ? inner : '';
}
