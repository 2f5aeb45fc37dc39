import type { EmulatorApi } from '../emulator/api.ts';
import type { Behaviour, Call } from '../gate/call.ts';
import type { Clock } from './clock.ts';
import { answerFromSnapshot, readRoleSnapshot, roleHistory } from './role-history.ts';

/** Changes of a role that CloudTrail sees with a delay. */
const CHANGES: ReadonlySet<string> = new Set([
  'CreateRole',
  'DeleteRole',
  'UpdateAssumeRolePolicy',
  'PutRolePolicy',
  'DeleteRolePolicy',
  'AttachRolePolicy',
  'DetachRolePolicy',
  'PutRolePermissionsBoundary',
  'DeleteRolePermissionsBoundary',
]);

/**
 * Milliseconds: a fixed value, or a random one from the first (inclusive) to the second
 * (exclusive).
 */
export type Delay = number | readonly [number, number];

/** Roles as CloudTrail sees them. */
export interface RolePropagation {
  /** Records the changes of roles. */
  readonly behaviour: Behaviour;
  /** The emulator's API, which shows roles as CloudTrail sees them. */
  readonly api: EmulatorApi;
}

/**
 * For a while after a change of a role, CloudTrail sees the role's earlier state. Changes of
 * managed policies, and roles that CloudFormation creates, are visible at once.
 * Source: IAM user guide, "Changes that I make are not always immediately visible";
 * hashicorp/terraform-provider-aws pull requests 1312, 1820 and 5499 (15 s were too short, so the
 * provider waits for up to two minutes). Assumed: the changes of one role become visible in their
 * order.
 */
export function rolePropagation(
  api: EmulatorApi,
  accountOf: (call: Call) => Promise<string>,
  delay: Delay,
  clock: Clock,
): RolePropagation {
  const history = roleHistory();
  return {
    async behaviour(call, next) {
      const role = call.input?.['RoleName'];
      if (call.service !== 'iam' || !CHANGES.has(call.operation) || typeof role !== 'string' || delay === 0) {
        return next(call);
      }
      const account = await accountOf(call);
      const before = await readRoleSnapshot(api, account, role);
      const answer = await next(call);
      if (answer.status < 400) history.recordChange(account, role, before, clock.now() + delayMs(delay, clock.random));
      return answer;
    },
    api: {
      ...api,
      async query(service, parameters, where) {
        const role = parameters['RoleName'];
        const snapshot =
          service === 'iam' && role !== undefined ? history.visibleState(where.account, role, clock.now()) : undefined;
        const earlier = snapshot === undefined ? undefined : answerFromSnapshot(snapshot, parameters);
        return earlier ?? api.query(service, parameters, where);
      },
    },
  };
}

function delayMs(delay: Delay, random: () => number): number {
  if (typeof delay === 'number') return delay;
  const [least, most] = delay;
  return least + (most - least) * random();
}
