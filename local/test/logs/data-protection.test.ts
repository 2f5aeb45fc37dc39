import { beforeEach, expect, test } from '@jest/globals';
import type { EmulatorApi } from '../../emulator/api.ts';
import type { Answer, Behaviour } from '../../gate/call.ts';
import { dataProtection } from '../../logs/data-protection.ts';
import { callWith } from '../support/call.ts';

const NAMES = ['audit-logs', 'audit-logs-2'];
const DataIdentifier = ['arn:aws:dataprotection::aws:data-identifier/IpAddress'];
const audit = { DataIdentifier, Operation: { Audit: { FindingsDestination: {} } } };
const deidentify = { DataIdentifier, Operation: { Deidentify: { MaskConfig: {} } } };
const document = (...Statement: object[]) => JSON.stringify({ Name: 'masks', Version: '2021-06-01', Statement });
const POLICY = document(audit, deidentify);

let behaviour: Behaviour;

beforeEach(() => {
  const api: Pick<EmulatorApi, 'json'> = {
    json: async (_service, _target, { logGroupNamePrefix: prefix }, _where, schema) =>
      schema.parse({ logGroups: listed().filter(({ logGroupName }) => logGroupName.startsWith(String(prefix))) }),
  };
  behaviour = dataProtection(api as EmulatorApi, async ({ caller: { accessKeyId } }) => accessKeyId);
});

const listed = () => NAMES.map((logGroupName) => ({ logGroupName, storedBytes: 1 }));

async function send(operation: string, input: object, region = 'us-east-1') {
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `Logs_20140328.${operation}` };
  const emulator = async (): Promise<Answer> => ({
    status: 200,
    headers: {},
    body: Buffer.from(JSON.stringify(operation === 'DescribeLogGroups' ? { logGroups: listed() } : {})),
  });
  const call = callWith({ service: 'logs', operation, input: { ...input }, region, headers });
  const { status, body } = await behaviour(call, emulator);
  return { status, body: JSON.parse(body.toString('utf8')) };
}

const put = (logGroupIdentifier: string, policyDocument = POLICY) =>
  send('PutDataProtectionPolicy', { logGroupIdentifier, policyDocument });
const statuses = async (region?: string) => {
  const { body } = await send('DescribeLogGroups', {}, region);
  return body.logGroups.map(({ dataProtectionStatus = 'none' }: Record<string, unknown>) => dataProtectionStatus);
};

test.each([
  'audit-logs',
  'arn:aws:logs:us-east-1:111122223333:log-group:audit-logs',
  'arn:aws:logs:us-east-1:111122223333:log-group:audit-logs:*',
])('a policy for %s shows in DescribeLogGroups', async (identifier) => {
  expect(await statuses()).toEqual(['none', 'none']);
  const { body } = await put(identifier);
  expect(body).toEqual({ logGroupIdentifier: identifier, policyDocument: POLICY, lastUpdatedTime: 0 });
  expect(await statuses()).toEqual(['ACTIVATED', 'none']);
  expect(await statuses('eu-west-1')).toEqual(['none', 'none']);
});

test('GetDataProtectionPolicy returns the policy', async () => {
  await put('audit-logs');
  const { body } = await send('GetDataProtectionPolicy', { logGroupIdentifier: 'audit-logs' });
  expect(body).toMatchObject({ policyDocument: POLICY });
});

test('a deleted policy shows that there was one', async () => {
  await put('audit-logs');
  expect((await send('DeleteDataProtectionPolicy', { logGroupIdentifier: 'audit-logs' })).status).toBe(200);
  expect(await statuses()).toEqual(['DELETED', 'none']);
  const again = await send('DeleteDataProtectionPolicy', { logGroupIdentifier: 'audit-logs' });
  expect(again.body.message).toBe('The data protection policy does not exist.');
});

test('a policy ends with its log group', async () => {
  await put('audit-logs');
  await send('DeleteLogGroup', { logGroupName: 'audit-logs' });
  expect(await statuses()).toEqual(['none', 'none']);
});

test.each([
  ['no JSON', '{'],
  ['no block that masks', document(audit)],
  ['no block that finds', document(deidentify)],
  ['blocks about different data', document(audit, { ...deidentify, DataIdentifier: [] })],
])('refuses a policy with %s', async (_what, policyDocument) => {
  expect((await put('audit-logs', policyDocument)).body.message).toBe('The data protection policy is not valid.');
  expect(await statuses()).toEqual(['none', 'none']);
});

test('a log group has to exist', async () => {
  expect((await put('audit')).body).toMatchObject({ message: 'The specified log group does not exist.' });
});
