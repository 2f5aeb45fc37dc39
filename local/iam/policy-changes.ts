import type { EmulatorApi } from '../emulator/api.ts';
import type { Behaviour, Call } from '../gate/call.ts';
import { accountOf } from './caller-account.ts';
import type { PolicyStore } from './policy-store.ts';

/** Operations that read, by the beginnings of their names. */
const READS = /^(Get|List|Describe|Simulate|Generate|Detect|Validate)/;
/** After these, CloudFormation works on for a while, and none of its own calls passes the gate. */
const STACK_WORK =
  /^(CreateStack|UpdateStack|DeleteStack|ExecuteChangeSet|RollbackStack|ContinueUpdateRollback|CancelUpdateStack)$/;

/**
 * Forgets what a call has changed of roles, policies, organizations and functions. Not AWS behaviour: it is what keeps the
 * cache of policies true.
 */
export function policyChanges(api: EmulatorApi, store: PolicyStore): Behaviour {
  return async (call, next) => {
    const answer = await next(call);
    if (READS.test(call.operation)) return answer;
    if (call.service === 'iam') {
      store.forget(roleOf(call));
    } else if (call.service === 'lambda' && call.operation !== 'Invoke') {
      store.forget();
    } else if (call.service === 'organizations') {
      store.headSeen(await accountOf(api, call));
      store.forget();
    } else if (call.service === 'cloudformation' && STACK_WORK.test(call.operation)) {
      store.stacksAtWork({ account: await accountOf(api, call), region: call.region });
    }
    return answer;
  };
}

/** A change of a role concerns that role; any other, such as of a managed policy, may concern all. */
function roleOf({ input }: Call): string | undefined {
  const name = input?.['RoleName'];
  return typeof name === 'string' ? name : undefined;
}
