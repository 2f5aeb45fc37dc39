import type { Call } from '../../gate/call.ts';
import { ACCOUNT } from './fake-emulator.ts';

/** A call of a function in the fake emulator's account. */
export function functionCall(service: string, operation: string, more: Partial<Call> = {}): Call {
  return {
    time: new Date('2026-01-02T03:04:05Z'),
    method: 'POST',
    url: '/',
    headers: {},
    body: Buffer.alloc(0),
    service,
    operation,
    region: 'eu-west-1',
    caller: {
      kind: 'function',
      processId: 1,
      accessKeyId: ACCOUNT,
      functionArn: `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:worker`,
    },
    ...more,
  };
}
