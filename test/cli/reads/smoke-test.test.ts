import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { beforeEach, expect, test } from '@jest/globals';
import { Uint8ArrayBlobAdapter } from '@smithy/core/serde';
import { mockClient } from 'aws-sdk-client-mock';
import { readSmokeAnswer } from '../../../cli/reads/smoke-test.ts';

const lambda = mockClient(LambdaClient);
beforeEach(() => void lambda.reset());

function answered(text: string, FunctionError?: string) {
  const Payload = Uint8ArrayBlobAdapter.fromString(text);
  lambda.on(InvokeCommand).resolves({ Payload, ...(FunctionError && { FunctionError }) });
  return readSmokeAnswer('fn', 'us-east-1');
}

test('the function answers with its version, or why it fails', async () => {
  const good = { ok: true, version: '1.0.0', mode: 'fix', account: '1', region: 'us-east-1' };
  expect(await answered(JSON.stringify(good))).toMatchObject({ value: { ok: true, version: '1.0.0', mode: 'fix' } });
  expect(lambda.commandCalls(InvokeCommand)[0]?.args[0].input).toEqual({ FunctionName: 'fn', Payload: '{}' });
  const bad = { ok: false, error: { operation: 'DescribeTrails', code: 'AccessDenied', message: 'no access' } };
  expect(await answered(JSON.stringify(bad))).toEqual({ read: true, value: { ok: false, why: 'no access' } });
  expect(await answered('{"errorMessage":"crash"}', 'Unhandled')).toEqual({
    read: true,
    value: { ok: false, why: '{"errorMessage":"crash"}' },
  });
});

test('another answer is unread', async () => {
  expect(await answered('{"outcomes":[]}')).toMatchObject({ read: false });
  expect(await answered('')).toMatchObject({ read: false });
});
