import * as z from 'zod/mini';
import type { EmulatorApi, Where } from '../emulator/api.ts';
import { type StackOperations, stackOperations } from '../emulator/stack-operations.ts';
import { readControls } from './control-policies.ts';
import { type IdentityPrincipal, nameIn } from './principal.ts';
import {
  type IdentityPolicies,
  type Role,
  type RolePolicies,
  readRole,
  readRoleWithoutPolicies,
  readUser,
} from './role-policies.ts';
import type { ControlLevel } from './simulation.ts';

const CONFIGURATION = z.object({ Role: z.string() });

/**
 * A cache of the roles and service control policies that the emulator holds, valid until a call
 * changes them.
 */
export interface PolicyStore {
  /**
   * A role of an account by its name, without its identity policies; undefined when it does not
   * exist.
   */
  roleWithoutPolicies(account: string, name: string): Promise<Role | undefined>;
  /** A role of an account by its name, with its policies; undefined when it does not exist. */
  role(account: string, name: string): Promise<RolePolicies | undefined>;
  /** The policies of a role or a user; undefined when it does not exist. */
  policiesOf(principal: IdentityPrincipal): Promise<IdentityPolicies | undefined>;
  /** The ARN of a function's execution role. */
  roleOfFunction(functionArn: string): Promise<string>;
  /** The service control policies that apply to an account. */
  controls(account: string): Promise<readonly ControlLevel[]>;
  /**
   * Adds an account that has changed an organization: it may be the management account of others.
   */
  addManagementAccount(account: string): void;
  /** Reports that CloudFormation began to work. The store caches nothing until it is idle. */
  stackOperationStarted(where: Where): void;
  /** Drops everything; with a name, only roles with that name. */
  forget(roleName?: string): void;
}

export function policyStore(api: EmulatorApi, stacks: StackOperations = stackOperations(api)): PolicyStore {
  const cached = new Map<string, Promise<unknown>>();
  const managementAccounts = new Set<string>();
  stacks.onIdle(() => cached.clear());

  async function cache<T>(key: string, read: () => Promise<T>): Promise<T> {
    if (!(await stacks.areIdle())) return read();
    const earlier = cached.get(key) as Promise<T> | undefined;
    if (earlier !== undefined) return earlier;
    const reading = read();
    cached.set(key, reading);
    // A failed read is not cached.
    reading.catch(() => cached.get(key) === reading && cached.delete(key));
    return reading;
  }

  const role = (account: string, name: string): Promise<RolePolicies | undefined> =>
    cache(`role ${name.toLowerCase()} ${account}`, () => readRole(api, account, name));
  return {
    roleWithoutPolicies: (account, name) =>
      cache(`role ${name.toLowerCase()} without policies ${account}`, () =>
        readRoleWithoutPolicies(api, account, name),
      ),
    role,
    policiesOf: ({ kind, arn }) => {
      const [account = '', name] = [arn.split(':')[4], nameIn(arn)];
      if (kind === 'role') return role(account, name);
      return cache(`user ${name.toLowerCase()} ${account}`, () => readUser(api, account, name));
    },
    roleOfFunction: (functionArn) => cache(`function ${functionArn}`, () => readRoleOfFunction(api, functionArn)),
    controls: (account) => cache(`controls ${account}`, () => readControlsOver(api, managementAccounts, account)),
    addManagementAccount: (account) => void managementAccounts.add(account),
    stackOperationStarted: stacks.started,
    forget(roleName) {
      if (roleName === undefined) return cached.clear();
      const prefix = `role ${roleName.toLowerCase()} `;
      for (const key of cached.keys()) if (key.startsWith(prefix)) cached.delete(key);
    },
  };
}

async function readRoleOfFunction(api: EmulatorApi, functionArn: string): Promise<string> {
  const [, , , region = '', account = '', , name = ''] = functionArn.split(':');
  const path = `/2015-03-31/functions/${encodeURIComponent(name)}/configuration`;
  return CONFIGURATION.parse(await api.rest('lambda', 'GET', path, { account, region })).Role;
}

/**
 * The service control policies of the first organization that has any for the account, its own
 * organization last.
 */
async function readControlsOver(
  api: EmulatorApi,
  managementAccounts: ReadonlySet<string>,
  account: string,
): Promise<readonly ControlLevel[]> {
  for (const managementAccount of managementAccounts) {
    const levels = managementAccount === account ? [] : await readControls(api, managementAccount, account);
    if (levels.length > 0) return levels;
  }
  return readControls(api, account, account);
}
