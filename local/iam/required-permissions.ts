import type { Call } from '../gate/call.ts';
import { permissionsOf } from './permissions/index.ts';
import type { ConditionKeys, PermissionRequest } from './permissions/permission.ts';
import type { PolicyStore } from './policy-store.ts';
import type { ResourceReader } from './resource-reader.ts';
import { isWildcardOnly } from './simulation.ts';

/** One action on one resource, with the condition keys that the request gives. */
export interface RequiredPermission {
  readonly action: string;
  readonly resource: string;
  readonly keys: ConditionKeys;
  /** No table lists the operation, so IAM cannot decide about it. */
  readonly unknown?: true;
}

/**
 * The permissions that a call requires, the operation's own first.
 * @param account the caller's
 */
export async function requiredPermissions(
  call: Call,
  account: string,
  store: PolicyStore,
  reader: ResourceReader,
): Promise<readonly RequiredPermission[]> {
  const { known, permissions } = permissionsOf(call.service, call.operation);
  const [first] = permissions;
  if (!known && first !== undefined && !(await isWildcardOnly(first.action))) {
    return [{ action: first.action, resource: '*', keys: {}, unknown: true }];
  }
  const request = permissionRequest(call, account, store, reader);
  const required = await Promise.all(
    permissions.map(async ({ action, resources: resourcesOf, keys: keysOf }) => {
      const resources = [(await resourcesOf(request)) ?? []].flat();
      if (resources.length === 0) return [];
      const keys = (await keysOf?.(request)) ?? {};
      return resources.map((resource) => ({ action, resource, keys }));
    }),
  );
  return required.flat();
}

function permissionRequest(
  call: Call,
  account: string,
  store: PolicyStore,
  { keyOfTopic, key, isOrganizationTrail }: ResourceReader,
): PermissionRequest {
  const [path = '/', search = ''] = call.url.split('?', 2);
  return {
    account,
    region: call.region,
    input: call.input ?? {},
    path: path.split('/').filter(Boolean).map(decoded),
    query: new URLSearchParams(search),
    headers: call.headers,
    role: (name) => store.roleWithoutPolicies(account, name),
    keyOfTopic,
    key,
    isOrganizationTrail,
  };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment; // a client that does not encode a percent sign
  }
}
