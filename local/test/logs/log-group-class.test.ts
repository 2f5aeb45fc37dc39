import { expect, test } from '@jest/globals';
import type { EmulatorApi } from '../../emulator/api.ts';
import { standardClassOnly } from '../../logs/log-group-class.ts';
import { callWith, DONE } from '../support/call.ts';

const GROUPS = [
  { logGroupName: 'audit' },
  { logGroupName: 'audit-essentials', logGroupClass: 'ESSENTIALS' },
  { logGroupName: 'audit-standard', logGroupClass: 'STANDARD' },
];

async function send(operation: string, logGroupName: string): Promise<readonly [number, string | undefined]> {
  const asked: unknown[] = [];
  const api: Pick<EmulatorApi, 'json'> = {
    json: async (_service, _target, { logGroupNamePrefix }, where, schema) => {
      asked.push(where);
      const logGroups = GROUPS.filter((group) => group.logGroupName.startsWith(String(logGroupNamePrefix)));
      return schema.parse({ logGroups });
    },
  };
  const behaviour = standardClassOnly(api as EmulatorApi, async () => '111122223333');
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `Logs_20140328.${operation}` };
  const call = callWith({ service: 'logs', operation, input: { logGroupName }, headers });
  const { status, body } = await behaviour(call, async () => DONE);
  for (const where of asked) expect(where).toEqual({ account: '111122223333', region: 'us-east-1' });
  return [status, JSON.parse(body.toString('utf8')).message];
}

const REFUSED = [400, 'This operation is only supported on the Standard log class.'];

test.each(['PutMetricFilter', 'DescribeSubscriptionFilters'])('%s is for the class STANDARD', async (operation) => {
  expect(await send(operation, 'audit-essentials')).toEqual(REFUSED);
  expect(await send(operation, 'audit-standard')).toEqual([200, undefined]);
  expect(await send(operation, 'audit')).toEqual([200, undefined]);
  expect(await send(operation, 'missing')).toEqual([200, undefined]);
});

test('other operations are for every class', async () => {
  expect(await send('PutRetentionPolicy', 'audit-essentials')).toEqual([200, undefined]);
});
