import type { Behaviour } from '../gate/call.ts';
import type { Caller } from '../gate/caller.ts';
import type { Asker } from './evaluator.ts';
import type { PolicyStore } from './policy-store.ts';

type RoleAsker = Extract<Asker, { kind: 'role' }>;

/** Who acts as a role: functions, and everybody who got credentials by AssumeRole. */
export interface Sessions {
  /** Undefined for an administrator: the account's own keys and its users', which are not evaluated. */
  askerOf(caller: Caller): Promise<RoleAsker | undefined>;
  /** Sees the answers of AssumeRole and remembers whose the credentials are, and what policy the session was given. */
  readonly behaviour: Behaviour;
}

/** The calls of STS that give credentials of a role. */
const ASSUMES = /^AssumeRole(WithWebIdentity|WithSAML)?$/;

/** Source: STS API reference, AssumeRole: a session has the permissions of its role, and of its session policy where it has one. */
export function sessions(store: PolicyStore): Sessions {
  const assumed = new Map<string, RoleAsker>();
  return {
    async askerOf(caller) {
      if (caller.kind === 'administrator') return assumed.get(caller.accessKeyId);
      // Lambda names the session like the function (as records of functions' calls show it).
      const sessionName = caller.functionArn.split(':')[6] ?? '';
      return { kind: 'role', arn: await store.roleOfFunction(caller.functionArn), sessionName };
    },
    async behaviour(call, next) {
      const answer = await next(call);
      if (call.service !== 'sts' || !ASSUMES.test(call.operation) || answer.status !== 200) return answer;
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
