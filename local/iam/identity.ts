import type { EmulatorApi } from '../emulator/api.ts';
import type { StackWork } from '../emulator/stack-operations.ts';
import { type Behaviour, chain } from '../gate/call.ts';
import type { Caller } from '../gate/caller.ts';
import { accessControl } from './access-control.ts';
import type { Authorization } from './authorizations.ts';
import { type Evaluator, evaluator } from './evaluator.ts';
import { policyChanges } from './policy-changes.ts';
import { policyStore } from './policy-store.ts';
import { sessions } from './sessions.ts';
import { simulatePrincipalPolicy } from './simulate-principal-policy.ts';

/** IAM before the emulator. */
export interface Identity {
  readonly behaviour: Behaviour;
  /** Whether it decides about the calls of this caller: about functions and roles' sessions, not about administrators. */
  decidesAbout(caller: Caller): Promise<boolean>;
  /** Decides as the behaviour does, for whoever else has to ask: CloudTrail about a delivery role. */
  readonly evaluator: Evaluator;
  /** Every permission that calls of roles needed so far, in the order of the decisions. */
  authorizations(): readonly Authorization[];
}

/** Puts together who calls, what they may do, and what changes that. @param work told when CloudFormation begins */
export function identity(api: EmulatorApi, work: StackWork): Identity {
  const store = policyStore(api, work);
  const known = sessions(store);
  const noted: Authorization[] = [];
  const behaviours = [
    known.behaviour,
    policyChanges(api, store),
    accessControl(api, store, known, (authorization) => noted.push(authorization)),
    simulatePrincipalPolicy(store),
  ];
  return {
    behaviour: (call, next) => chain(behaviours, next)(call),
    decidesAbout: async (caller) => (await known.askerOf(caller)) !== undefined,
    evaluator: evaluator(api, store),
    authorizations: () => [...noted],
  };
}
