import type { Answer, Call } from '../../gate/call.ts';

/** A JSON call by an administrator, with the changes that a test is about. */
export function callWith(changes: Partial<Call> = {}): Call {
  return {
    time: new Date(0),
    method: 'POST',
    url: '/',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'CloudTrail_20131101.UpdateTrail' },
    body: Buffer.alloc(0),
    service: 'cloudtrail',
    operation: 'UpdateTrail',
    region: 'us-east-1',
    caller: { kind: 'administrator', accessKeyId: '111122223333' },
    ...changes,
  };
}

/** The emulator's answer in these tests. */
export const DONE: Answer = { status: 200, headers: {}, body: Buffer.from('{}') };
