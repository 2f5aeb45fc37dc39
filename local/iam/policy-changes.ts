import type { EmulatorApi } from '../emulator/api.ts';
import type { Behaviour, Call } from '../gate/call.ts';
import { callerAccount } from './caller-account.ts';
import type { PolicyStore } from './policy-store.ts';

/** Prefixes of the operations that read. */
const READS = /^(Get|List|Describe|Simulate|Generate|Detect|Validate)/;
/** Operations after which CloudFormation goes on working. None of its own calls passes the gate. */
const STACK_OPERATIONS =
  /^(CreateStack|UpdateStack|DeleteStack|ExecuteChangeSet|RollbackStack|ContinueUpdateRollback|CancelUpdateStack)$/;

/**
 * Drops from the policy store what a call changes: roles, policies, organizations and functions.
 * Not AWS behaviour: it keeps the cached policies correct.
 */
export function policyChanges(api: EmulatorApi, store: PolicyStore): Behaviour {
  return async (call, next) => {
    const answer = await next(call);
    if (READS.test(call.operation)) return answer;
    if (call.service === 'iam') {
      store.forget(changedRole(call));
    } else if (call.service === 'lambda' && call.operation !== 'Invoke') {
      store.forget();
    } else if (call.service === 'organizations') {
      store.addManagementAccount(await callerAccount(api, call));
      store.forget();
    } else if (call.service === 'cloudformation' && STACK_OPERATIONS.test(call.operation)) {
      store.stackOperationStarted({ account: await callerAccount(api, call), region: call.region });
    }
    return answer;
  };
}

/**
 * The name of the role that a call changes; undefined for a change that can concern all roles, such
 * as of a managed policy.
 */
function changedRole({ input }: Call): string | undefined {
  const name = input?.['RoleName'];
  return typeof name === 'string' ? name : undefined;
}
