import * as z from 'zod/mini';
import type { EmulatorApi } from '../emulator/api.ts';
import type { Call } from '../gate/call.ts';
import { DEFAULT_ACCOUNT } from '../gate/caller.ts';

const IDENTITY = z.object({ Account: z.string() });

/**
 * The account whose credentials signed a call: keys that are not from AWS or an account number
 * count as the default account.
 */
export async function callerAccount(api: EmulatorApi, { caller, region }: Call): Promise<string> {
  if (caller.kind === 'function') return caller.functionArn.split(':')[4] ?? DEFAULT_ACCOUNT;
  if (caller.kind === 'user') return caller.userArn.split(':')[4] ?? DEFAULT_ACCOUNT;
  const { accessKeyId } = caller;
  if (/^\d{12}$/.test(accessKeyId)) return accessKeyId;
  if (!/^A[KS]IA/.test(accessKeyId)) return DEFAULT_ACCOUNT;
  const where = { account: accessKeyId, region };
  const target = 'AWSSecurityTokenServiceV20110615.GetCallerIdentity';
  return (await api.json('sts', target, {}, where, IDENTITY, caller)).Account;
}
