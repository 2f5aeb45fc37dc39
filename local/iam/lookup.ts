import { EmulatorError, type Where } from '../emulator/api.ts';

/**
 * The account and Region of a resource. The caller's stand in for what an ARN leaves out, as those
 * of buckets do.
 */
export function locationOf(arn: string, { account, region }: Where): Where {
  const [prefix, , , ofArn = '', owner = ''] = arn.split(':');
  return prefix === 'arn' ? { account: owner || account, region: ofArn || region } : { account, region };
}

/**
 * The result of a read; undefined when the emulator refuses it, because the resource does not exist
 * (yet).
 */
export async function ifFound<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof EmulatorError && error.status < 500) return undefined;
    throw error;
  }
}
