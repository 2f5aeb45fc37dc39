import * as z from 'zod/mini';
import type { EmulatorApi } from '../emulator/api.ts';
import type { Call } from '../gate/call.ts';

const CALLER_IDENTITY = z.object({ Account: z.string() });
const GET_CALLER_IDENTITY = 'AWSSecurityTokenServiceV20110615.GetCallerIdentity';

/**
 * Finds the account of a call. A key never changes its account, so the emulator is asked once for
 * each key.
 */
export function callerAccounts(api: EmulatorApi): (call: Call) => Promise<string> {
  const accounts = new Map<string, Promise<string>>();
  return ({ caller, region }) => {
    if (caller.kind === 'function') return Promise.resolve(caller.functionArn.split(':')[4] ?? '');
    if (caller.kind === 'user') return Promise.resolve(caller.userArn.split(':')[4] ?? '');
    const { accessKeyId } = caller;
    if (/^\d{12}$/.test(accessKeyId)) return Promise.resolve(accessKeyId);
    const account =
      accounts.get(accessKeyId) ??
      api
        .json('sts', GET_CALLER_IDENTITY, {}, { account: accessKeyId, region }, CALLER_IDENTITY, caller)
        .then(({ Account }) => Account);
    accounts.set(accessKeyId, account);
    account.catch(() => accounts.delete(accessKeyId));
    return account;
  };
}
