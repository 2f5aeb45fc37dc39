import * as z from 'zod/mini';
import type { EmulatorApi } from '../emulator/api.ts';
import type { Behaviour, Call } from '../gate/call.ts';
import { errorAnswer } from '../wire/error-answer.ts';

/** Operations that the log class STANDARD alone supports. */
const STANDARD_ONLY: ReadonlySet<string> = new Set(['PutMetricFilter', 'DescribeSubscriptionFilters']);
const GROUPS = z.object({
  logGroups: z.array(z.object({ logGroupName: z.string(), logGroupClass: z.optional(z.string()) })),
});

/**
 * Refuses operations on log groups of another class than STANDARD.
 * Source: CloudWatch Logs user guide, "Log classes" (metric filters); turbot/steampipe-plugin-aws
 * issue 2758 (DescribeSubscriptionFilters: code and message). Assumed: PutMetricFilter returns the
 * same.
 * @param accountOf finds the account of a call
 */
export function standardClassOnly(api: EmulatorApi, accountOf: (call: Call) => Promise<string>): Behaviour {
  return async (call, next) => {
    if (call.service !== 'logs' || !STANDARD_ONLY.has(call.operation)) return next(call);
    const name = call.input?.['logGroupName'];
    const where = { account: await accountOf(call), region: call.region };
    const input = { logGroupNamePrefix: name };
    const { logGroups } = await api.json('logs', 'Logs_20140328.DescribeLogGroups', input, where, GROUPS);
    const group = logGroups.find(({ logGroupName }) => logGroupName === name);
    if ((group?.logGroupClass ?? 'STANDARD') === 'STANDARD') return next(call);
    const message = 'This operation is only supported on the Standard log class.';
    return errorAnswer(call, { code: 'ValidationException', message, status: 400 });
  };
}
