import type { Call } from './call.ts';

/** The same call, signed by the administrator of an account. The emulator verifies no signature. */
export function signedBy(call: Call, account: string): Call {
  const { 'x-amz-security-token': _, ...headers } = call.headers;
  const authorization = headers['authorization']?.replace(/Credential=[^/]+/, `Credential=${account}`);
  return {
    ...call,
    url: call.url.replace(/X-Amz-Credential=[^&%/]+/, `X-Amz-Credential=${account}`),
    headers: { ...headers, ...(authorization !== undefined && { authorization }) },
    caller: { kind: 'administrator', accessKeyId: account },
  };
}
