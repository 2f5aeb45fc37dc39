import type { EmulatorApi } from '../emulator/api.ts';
import type { StackOperations } from '../emulator/stack-operations.ts';
import { type Behaviour, chain } from '../gate/call.ts';
import type { Caller } from '../gate/caller.ts';
import { accessControl } from './access-control.ts';
import type { Authorization } from './authorizations.ts';
import { type Evaluator, evaluator } from './evaluator.ts';
import { userIdentityAnswer } from './get-caller-identity.ts';
import { policyChanges } from './policy-changes.ts';
import { policyStore } from './policy-store.ts';
import { sessions } from './sessions.ts';
import { simulatePrincipalPolicy } from './simulate-principal-policy.ts';

/** IAM as the gate enforces it. */
export interface Identity {
  readonly behaviour: Behaviour;
  /**
   * Whether IAM decides about the calls of this caller: about functions, users and roles' sessions,
   * not about administrators.
   */
  decidesAbout(caller: Caller): Promise<boolean>;
  /** Decides as the behaviour does, for other services that ask IAM. */
  readonly evaluator: Evaluator;
  /** Every permission that calls of roles required so far, in the order of the decisions. */
  authorizations(): readonly Authorization[];
}

/** Combines sessions, access control, policy simulation and the cache of policies. */
export function identity(api: EmulatorApi, stacks: StackOperations): Identity {
  const store = policyStore(api, stacks);
  const roleSessions = sessions(store);
  const authorizations: Authorization[] = [];
  const behaviours = [
    roleSessions.behaviour,
    policyChanges(api, store),
    accessControl(api, store, roleSessions, (authorization) => authorizations.push(authorization)),
    simulatePrincipalPolicy(store),
    userIdentityAnswer,
  ];
  return {
    behaviour: (call, next) => chain(behaviours, next)(call),
    decidesAbout: async (caller) => (await roleSessions.principalOf(caller)) !== undefined,
    evaluator: evaluator(api, store),
    authorizations: () => [...authorizations],
  };
}
