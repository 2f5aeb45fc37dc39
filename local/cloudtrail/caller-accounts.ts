import * as z from 'zod/mini';
import type { EmulatorApi } from '../emulator/api.ts';
import type { Call } from '../gate/call.ts';

const CALLER_IDENTITY = z.object({ Account: z.string() });
const GET_CALLER_IDENTITY = 'AWSSecurityTokenServiceV20110615.GetCallerIdentity';

/** Which account a call is made in. A key never changes its account, so each is asked for once. */
export function callerAccounts(api: EmulatorApi): (call: Call) => Promise<string> {
  const known = new Map<string, Promise<string>>();
  return ({ caller, region }) => {
    if (caller.kind === 'function') return Promise.resolve(caller.functionArn.split(':')[4] ?? '');
    const { accessKeyId } = caller;
    if (/^\d{12}$/.test(accessKeyId)) return Promise.resolve(accessKeyId);
    const asked =
      known.get(accessKeyId) ??
      api
        .json('sts', GET_CALLER_IDENTITY, {}, { account: accessKeyId, region }, CALLER_IDENTITY, caller)
        .then(({ Account }) => Account);
    known.set(accessKeyId, asked);
    asked.catch(() => known.delete(accessKeyId));
    return asked;
  };
}
