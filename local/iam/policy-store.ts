import * as z from 'zod/mini';
import type { EmulatorApi, Where } from '../emulator/api.ts';
import { type StackWork, stackWork } from '../emulator/stack-operations.ts';
import { readControls } from './control-policies.ts';
import { type Role, type RolePolicies, readRole, readRoleItself } from './role-policies.ts';
import type { ControlLevel } from './simulation.ts';

const CONFIGURATION = z.object({ Role: z.string() });

/** What the emulator holds about roles and organizations, read once and kept until something changes it. */
export interface PolicyStore {
  /** A role of an account by its name, without what its sessions may do; undefined when there is none. */
  roleItself(account: string, name: string): Promise<Role | undefined>;
  /** The same with its policies. */
  role(account: string, name: string): Promise<RolePolicies | undefined>;
  /** The ARN of the role that a function has. */
  roleOfFunction(functionArn: string): Promise<string>;
  /** The service control policies over an account. */
  controls(account: string): Promise<readonly ControlLevel[]>;
  /** An account that has changed an organization: it may be the management account of others. */
  headSeen(account: string): void;
  /** CloudFormation is at work here: until it is not, nothing that is read is kept. */
  stacksAtWork(where: Where): void;
  /** Everything that is kept may be wrong; with a name, only what is kept of roles that have it. */
  forget(roleName?: string): void;
}

export function policyStore(api: EmulatorApi, work: StackWork = stackWork(api)): PolicyStore {
  const kept = new Map<string, Promise<unknown>>();
  const heads = new Set<string>();
  work.afterWork(() => kept.clear());

  async function keep<T>(key: string, read: () => Promise<T>): Promise<T> {
    if (!(await work.rests())) return read();
    const before = kept.get(key) as Promise<T> | undefined;
    if (before !== undefined) return before;
    const reading = read();
    kept.set(key, reading);
    // What could not be read is asked for again.
    reading.catch(() => kept.get(key) === reading && kept.delete(key));
    return reading;
  }

  return {
    roleItself: (account, name) =>
      keep(`role ${name.toLowerCase()} itself ${account}`, () => readRoleItself(api, account, name)),
    role: (account, name) => keep(`role ${name.toLowerCase()} ${account}`, () => readRole(api, account, name)),
    roleOfFunction: (functionArn) =>
      keep(`function ${functionArn}`, async () => {
        const [, , , region = '', account = '', , name = ''] = functionArn.split(':');
        const path = `/2015-03-31/functions/${encodeURIComponent(name)}/configuration`;
        return CONFIGURATION.parse(await api.rest('lambda', 'GET', path, { account, region })).Role;
      }),
    controls: (account) =>
      keep(`controls ${account}`, async () => {
        for (const head of heads) {
          const levels = head === account ? [] : await readControls(api, head, account);
          if (levels.length > 0) return levels;
        }
        return readControls(api, account, account);
      }),
    headSeen: (account) => void heads.add(account),
    stacksAtWork: work.began,
    forget(roleName) {
      if (roleName === undefined) return kept.clear();
      const prefix = `role ${roleName.toLowerCase()} `;
      for (const key of kept.keys()) if (key.startsWith(prefix)) kept.delete(key);
    },
  };
}
