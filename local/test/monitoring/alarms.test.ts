import { expect, test } from '@jest/globals';
import type * as z from 'zod/mini';
import type { EmulatorApi } from '../../emulator/api.ts';
import { alarmDescriptions } from '../../monitoring/alarms.ts';
import { callWith, DONE } from '../support/call.ts';

const ALARM = {
  AlarmName: 'a<b',
  Unit: null,
  AlarmDescription: '',
  Threshold: 1,
  StateUpdatedTimestamp: 1_700_000_000,
};

function api(): EmulatorApi & { readonly inputs: unknown[] } {
  const inputs: unknown[] = [];
  return {
    inputs,
    json: async <T>(_: string, target: string, input: object, where: object, schema: z.ZodMiniType<T>) => {
      inputs.push([target, input, where]);
      return schema.parse({ MetricAlarms: [ALARM], NextToken: 'next' });
    },
    rest: () => Promise.reject(new Error('not expected')),
    query: () => Promise.reject(new Error('not expected')),
  };
}

const describeAlarms = (changes: object = {}) =>
  callWith({
    service: 'monitoring',
    operation: 'DescribeAlarms',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    input: { Action: 'DescribeAlarms', Version: '2010-08-01', MaxRecords: '5', 'AlarmNames.member.1': 'x' },
    ...changes,
  });

test('has the members that the JSON protocol has, and no empty ones', async () => {
  const emulator = api();
  const answer = await alarmDescriptions(emulator, async () => '111122223333')(describeAlarms(), async () => DONE);
  expect(emulator.inputs).toEqual([
    [
      'GraniteServiceVersion20100801.DescribeAlarms',
      { AlarmNames: ['x'], MaxRecords: 5 },
      { account: '111122223333', region: 'us-east-1' },
    ],
  ]);
  expect(answer.body.toString('utf8')).toContain(
    '<DescribeAlarmsResult><MetricAlarms><member><AlarmName>a&lt;b</AlarmName><Threshold>1</Threshold>' +
      '<StateUpdatedTimestamp>2023-11-14T22:13:20.000Z</StateUpdatedTimestamp></member></MetricAlarms>' +
      '<NextToken>next</NextToken></DescribeAlarmsResult>',
  );
});

test.each([
  { headers: { 'x-amz-target': 'GraniteServiceVersion20100801.DescribeAlarms' } },
  { operation: 'PutMetricAlarm' },
  { service: 'cloudwatch' },
])('passes on %j', async (changes) => {
  expect(await alarmDescriptions(api(), async () => '')(describeAlarms(changes), async () => DONE)).toBe(DONE);
});

test('passes on an error', async () => {
  const refused = { ...DONE, status: 400 };
  expect(await alarmDescriptions(api(), async () => '')(describeAlarms(), async () => refused)).toBe(refused);
});
