import type { EmulatorApi } from '../emulator/api.ts';
import type { Behaviour, Call } from '../gate/call.ts';
import type { Clock } from './clock.ts';
import { answerFromSnapshot, readRoleSnapshot, roleHistory } from './role-history.ts';

/** Changes of a role that CloudTrail sees late. */
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

/** Milliseconds: always the same, or by chance from the first (at least) to the second (less than). */
export type Delay = number | readonly [number, number];

/** IAM as CloudTrail sees it. */
export interface RolePropagation {
  /** Notes the changes of roles that pass. */
  readonly behaviour: Behaviour;
  /** The emulator's API, in which roles are as CloudTrail sees them. */
  readonly api: EmulatorApi;
}

/**
 * For a while after a change of a role CloudTrail still sees the role as it was. Changes of managed policies, and roles
 * that CloudFormation makes, are visible at once.
 * Source: IAM user guide, "Changes that I make are not always immediately visible"; hashicorp/terraform-provider-aws pull requests
 * 1312, 1820 and 5499 (15 s were too short; it waits for up to two minutes today). Assumed: that the changes of one role become visible in their order.
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
      if (answer.status < 400) history.changed(account, role, before, clock.now() + lasting(delay, clock.random));
      return answer;
    },
    api: {
      ...api,
      async query(service, parameters, where) {
        const role = parameters['RoleName'];
        const was =
          service === 'iam' && role !== undefined ? history.seen(where.account, role, clock.now()) : undefined;
        const then = was === undefined ? undefined : answerFromSnapshot(was, parameters);
        return then ?? api.query(service, parameters, where);
      },
    },
  };
}

function lasting(delay: Delay, random: () => number): number {
  if (typeof delay === 'number') return delay;
  const [least, most] = delay;
  return least + (most - least) * random();
}
