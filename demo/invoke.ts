import { emulatorApi } from '../local/emulator/api.ts';
import type { LocalAws } from '../local/local-aws.ts';

/**
 * Invokes a function as an administrator and waits for its result, or for the error that it threw.
 */
export function invoke(
  { endpoint, account, region }: Pick<LocalAws, 'endpoint' | 'account' | 'region'>,
  functionName: string,
  input: object,
): Promise<unknown> {
  const path = `/2015-03-31/functions/${functionName}/invocations`;
  const body = JSON.stringify(input);
  return emulatorApi(new URL(endpoint)).rest('lambda', 'POST', path, { account, region }, { body });
}
