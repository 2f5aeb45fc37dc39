import { expect, test } from '@jest/globals';
import { type Behaviour, type Call, chain } from '../../gate/call.ts';

const CALL: Call = {
  time: new Date(0),
  method: 'POST',
  url: '/',
  headers: {},
  body: Buffer.alloc(0),
  service: 'cloudtrail',
  operation: 'GetTrail',
  region: 'us-east-1',
  caller: { kind: 'administrator', accessKeyId: 'test' },
};

test('the first behaviour of a chain is the first to see a call and the last to see its answer', async () => {
  const seen: string[] = [];
  const named =
    (name: string): Behaviour =>
    async (call, next) => {
      seen.push(`${name} in`);
      const answer = await next(call);
      seen.push(`${name} out`);
      return answer;
    };
  const answer = { status: 200, headers: {}, body: Buffer.alloc(0) };
  const answerTo = chain([named('outer'), named('inner')], async () => {
    seen.push('emulator');
    return answer;
  });

  expect(await answerTo(CALL)).toBe(answer);
  expect(seen).toEqual(['outer in', 'inner in', 'emulator', 'inner out', 'outer out']);
});

test('a behaviour can answer a call itself', async () => {
  const refusal = { status: 403, headers: {}, body: Buffer.alloc(0) };
  const answerTo = chain([async () => refusal], () => Promise.reject(new Error('passed on')));
  expect(await answerTo(CALL)).toBe(refusal);
});
