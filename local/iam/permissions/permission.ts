import type { Role } from '../role-policies.ts';

/** IAM condition keys with their values. */
export type ConditionKeys = Readonly<Record<string, string | readonly string[]>>;

/**
 * The parts of a request from which its resources and condition keys follow, and the lookups that
 * they take.
 */
export interface PermissionRequest {
  /** The caller's account. */
  readonly account: string;
  readonly region: string;
  /**
   * Parameters of JSON and query protocols; those of the query protocol are flat:
   * `Tags.member.1.Key`.
   */
  readonly input: Readonly<Record<string, unknown>>;
  /** The decoded segments of the path. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  /** Reads a role of the caller's account. */
  role(name: string): Promise<Role | undefined>;
  /** Reads the ARN of a topic's customer managed key; undefined when the topic has none. */
  keyOfTopic(topicArn: string): Promise<string | undefined>;
  /** Reads whether the trail with this ARN is an organization trail. */
  isOrganizationTrail(arn: string): Promise<boolean>;
  /** Reads the ARN of a key from its id, its ARN or an alias. */
  key(id: string): Promise<string>;
}

/** ARNs that all have to be allowed; none when this request does not require the permission. */
export type Resources = string | readonly string[] | undefined;

/**
 * One permission that an operation requires: data, with functions for what depends on the request.
 */
export interface Permission {
  /** The IAM action; the action with the operation's name when absent. */
  readonly action?: string;
  readonly resources: (request: PermissionRequest) => Resources | Promise<Resources>;
  /**
   * Condition keys that AWS takes from the request or the resource. access-control.ts adds the
   * resource's tags.
   */
  readonly keys?: (request: PermissionRequest) => ConditionKeys | Promise<ConditionKeys>;
}

/** The permissions that the operations of one service require. */
export interface ServicePermissions {
  /** The IAM prefix: `logs` in `logs:PutLogEvents`. */
  readonly prefix: string;
  /** By operation, the operation's own permission first. */
  readonly operations: Readonly<Record<string, readonly Permission[]>>;
}

/** The permission of an action that supports no narrower resource. */
export const ANY_RESOURCE: Permission = { resources: () => '*' };

const ROLE_ARN = /^arn:[^:]+:iam::\d{12}:role\/./;

/**
 * Gives several operations the same permissions.
 * @param operations names, separated by spaces
 */
export function forOperations(
  operations: string,
  ...permissions: readonly Permission[]
): Readonly<Record<string, readonly Permission[]>> {
  return Object.fromEntries(operations.split(/\s+/).map((operation) => [operation, permissions]));
}

/** A text parameter; empty when it is missing or not a text. */
export function textParameter({ input }: PermissionRequest, name: string): string {
  const value = input[name];
  return typeof value === 'string' ? value : '';
}

/** A text field of a value that a client sent; empty when it is missing or not a text. */
export function textField(value: unknown, name: string): string {
  const inner = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return typeof inner === 'string' ? inner : '';
}

/**
 * The resource that a parameter names by ARN or by name.
 * @param type what precedes the name in the resource's ARN, such as `trail/`
 * @param parameters tried in this order
 */
export function resourceNamed(
  service: string,
  type: string,
  ...parameters: readonly string[]
): Permission['resources'] {
  return (request) => {
    const name = parameters.map((parameter) => textParameter(request, parameter)).find((value) => value !== '') ?? '';
    return name.startsWith('arn:') ? name : `arn:aws:${service}:${request.region}:${request.account}:${type}${name}`;
  };
}

/** The resource whose ARN a parameter holds; none when the parameter is absent. */
export function arnParameter(parameter: string): Permission['resources'] {
  return (request) => textParameter(request, parameter) || undefined;
}

/**
 * The permission to pass a role to a service. A value that is not a role ARN requires none: the
 * service refuses it.
 * Source: IAM user guide, "Granting a user permissions to pass a role to an AWS service".
 */
export function passRole(service: string, roleArn: Permission['resources']): Permission {
  return {
    action: 'iam:PassRole',
    resources: async (request) => [(await roleArn(request)) ?? []].flat().filter((arn) => ROLE_ARN.test(arn)),
    keys: () => ({ 'iam:PassedToService': service }),
  };
}
