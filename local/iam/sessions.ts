import type { Behaviour } from '../gate/call.ts';
import type { Caller } from '../gate/caller.ts';
import type { PolicyStore } from './policy-store.ts';
import type { IdentityPrincipal, RolePrincipal } from './principal.ts';

/**
 * Which role or user each caller acts as: functions, users, and callers with credentials from
 * AssumeRole.
 */
export interface Sessions {
  /** Undefined for administrators, the keys of accounts: no policy is evaluated for them. */
  principalOf(caller: Caller): Promise<IdentityPrincipal | undefined>;
  /**
   * Remembers the role and the session policy of the credentials that answers of AssumeRole carry.
   */
  readonly behaviour: Behaviour;
}

/** The operations of STS that return credentials of a role. */
const ASSUME_ROLE = /^AssumeRole(WithWebIdentity|WithSAML)?$/;

/**
 * Source: STS API reference, AssumeRole: a session has the permissions of its role, limited by its
 * session policy.
 */
export function sessions(store: PolicyStore): Sessions {
  const assumed = new Map<string, RolePrincipal>();
  return {
    async principalOf(caller) {
      if (caller.kind === 'user') return { kind: 'user', arn: caller.userArn };
      if (caller.kind === 'administrator') return assumed.get(caller.accessKeyId);
      // Lambda names the session after the function, as records of functions' calls show.
      const sessionName = caller.functionArn.split(':')[6] ?? '';
      return { kind: 'role', arn: await store.roleOfFunction(caller.functionArn), sessionName };
    },
    async behaviour(call, next) {
      const answer = await next(call);
      if (call.service !== 'sts' || !ASSUME_ROLE.test(call.operation) || answer.status !== 200) return answer;
      const [, accessKeyId] = /AccessKeyId\W+(\w+)/.exec(answer.body.toString('utf8')) ?? [];
      const { RoleArn, RoleSessionName, Policy } = call.input ?? {};
      if (accessKeyId === undefined || typeof RoleArn !== 'string') return answer;
      assumed.set(accessKeyId, {
        kind: 'role',
        arn: RoleArn,
        sessionName: String(RoleSessionName ?? ''),
        ...(typeof Policy === 'string' && { sessionPolicy: Policy }),
      });
      return answer;
    },
  };
}
