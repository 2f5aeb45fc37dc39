import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Answer, Behaviour, Next } from '../../gate/call.ts';
import { accountPolicies } from '../../logs/account-policies.ts';
import { callWith } from '../support/call.ts';

const ACCOUNT = '111122223333';
/** When calls are made, in milliseconds since the epoch. */
const NOW = 1_000;
const policyType = 'RETENTION_POLICY';
const document = (retentionInDays: unknown, enforcementMode: unknown = 'RETROACTIVE') =>
  JSON.stringify({ retentionInDays, enforcementMode });
const json = (body: object): Answer => ({ status: 200, headers: {}, body: Buffer.from(JSON.stringify(body)) });
const unknownToTheEmulator: Next = () => Promise.reject(new Error('The emulator does not know the operation.'));

/** The log groups of the emulator. */
const GROUPS = [
  { logGroupName: '/app/old', creationTime: NOW - 1 },
  { logGroupName: '/app/web', creationTime: NOW, retentionInDays: 3653, storedBytes: 1 },
  { logGroupName: '/trailmend/audit', creationTime: NOW + 1, retentionInDays: 365 },
];

let policies: Behaviour;

beforeEach(() => {
  policies = accountPolicies(async ({ caller: { accessKeyId } }) => accessKeyId);
});

async function send(
  operation: string,
  input: object,
  account = ACCOUNT,
  region = 'us-east-1',
  next = unknownToTheEmulator,
) {
  const call = callWith({
    time: new Date(NOW),
    service: 'logs',
    operation,
    input: { ...input },
    region,
    caller: { kind: 'administrator', accessKeyId: account },
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `Logs_20140328.${operation}` },
  });
  const { status, body } = await policies(call, next);
  return { status, body: JSON.parse(body.toString('utf8')) };
}

const put = (policyName: string, policyDocument: string, more: object = {}) =>
  send('PutAccountPolicy', { policyName, policyDocument, policyType, ...more });
const retentions = async (account = ACCOUNT, region = 'us-east-1') => {
  const { body } = await send('DescribeLogGroups', {}, account, region, async () => json({ logGroups: GROUPS }));
  return body.logGroups.map(({ retentionInDays, retentionPolicyName }: Record<string, unknown>) => [
    retentionInDays,
    retentionPolicyName,
  ]);
};
const OWN = [
  [undefined, undefined],
  [3653, undefined],
  [365, undefined],
];

describe('a retention policy', () => {
  test('overrides the retention of every log group, longer ones too, and leaves the rest of the answer', async () => {
    expect(await retentions()).toEqual(OWN);
    await put('baseline', document(90));
    expect(await retentions()).toEqual(GROUPS.map(() => [90, 'baseline']));
    const { body } = await send('DescribeLogGroups', {}, ACCOUNT, 'us-east-1', async () =>
      json({ logGroups: GROUPS, nextToken: 'more' }),
    );
    expect(body).toMatchObject({ logGroups: [{}, { storedBytes: 1 }, {}], nextToken: 'more' });
  });

  test('counts in its account and Region only, until it is deleted', async () => {
    await put('baseline', document(90));
    expect(await retentions('444455556666')).toEqual(OWN);
    expect(await retentions(ACCOUNT, 'eu-west-1')).toEqual(OWN);
    expect(await send('DeleteAccountPolicy', { policyName: 'baseline', policyType })).toEqual({
      status: 200,
      body: {},
    });
    expect(await retentions()).toEqual(OWN);
  });

  test('counts for the prefixes that it names', async () => {
    await put('trails', document(400), { selectionCriteria: 'LogGroupNamePrefix IN ["/trail", "/other"]' });
    expect(await retentions()).toEqual([...OWN.slice(0, 2), [400, 'trails']]);
  });

  test('counts with NEW_ONLY for log groups that are not older', async () => {
    await put('new', document(30, 'NEW_ONLY'));
    expect(await retentions()).toEqual([OWN[0], [30, 'new'], [30, 'new']]);
  });

  test('counts if it is the longest, and NEVER_EXPIRE is; of equal ones the first counts', async () => {
    await put('first', document(90));
    await put('second', document(90));
    await put('short', document(30));
    expect(await retentions()).toEqual(GROUPS.map(() => [90, 'first']));
    await put('app', document('NEVER_EXPIRE'), { selectionCriteria: 'LogGroupNamePrefix IN ["/app/"]' });
    expect(await retentions()).toEqual([
      [undefined, 'app'],
      [undefined, 'app'],
      [90, 'first'],
    ]);
  });

  test('is replaced by one of the same name, and described', async () => {
    await put('baseline', document(90));
    const policy = {
      policyName: 'baseline',
      policyDocument: document(400),
      policyType,
      scope: 'ALL',
      selectionCriteria: 'LogGroupNamePrefix IN ["/"]',
      lastUpdatedTime: NOW,
      accountId: ACCOUNT,
    };
    const { selectionCriteria } = policy;
    expect((await put('baseline', document(400), { selectionCriteria })).body).toEqual({ accountPolicy: policy });
    const { policyDocument: _, selectionCriteria: _all, ...other } = { ...policy, policyName: 'other' };
    await put('other', document(30));
    expect((await send('DescribeAccountPolicies', { policyType })).body).toEqual({
      accountPolicies: [policy, { ...other, policyDocument: document(30) }],
    });
    const named = await send('DescribeAccountPolicies', { policyType, policyName: 'baseline' });
    expect(named.body.accountPolicies).toEqual([policy]);
  });
});

describe('AWS refuses', () => {
  const refusalOf = async (result: ReturnType<typeof send>) => {
    const { status, body } = await result;
    return [status, body.__type];
  };
  const INVALID = [400, 'InvalidParameterException'];

  test.each([
    ['a period below 30 days', 'p', document(14), {}],
    ['a period that CloudWatch Logs does not have', 'p', document(366), {}],
    ['a document without a mode', 'p', JSON.stringify({ retentionInDays: 90 }), {}],
    ['an unknown mode', 'p', document(90, 'LATER'), {}],
    ['a document that is no JSON', 'p', 'retention', {}],
    ['an empty name', '', document(90), {}],
    ['a name of AWS', 'aws/p', document(90), {}],
    ['other selection criteria', 'p', document(90), { selectionCriteria: 'LogGroupName NOT IN ["a"]' }],
    ['selection criteria without prefixes', 'p', document(90), { selectionCriteria: 'LogGroupNamePrefix IN []' }],
  ])('%s', async (_what, name, text, more) => {
    expect(await refusalOf(put(name, text, more))).toEqual(INVALID);
    expect(await retentions()).toEqual(OWN);
  });

  test('more than 20 policies, and no change of an existing one', async () => {
    for (let number = 0; number < 20; number += 1) await put(`policy-${number}`, document(30));
    expect(await refusalOf(put('one-more', document(90)))).toEqual([400, 'LimitExceededException']);
    expect((await put('policy-7', document(90))).status).toBe(200);
  });

  test('to delete a policy that does not exist', async () => {
    const deleted = send('DeleteAccountPolicy', { policyName: 'none', policyType });
    expect(await refusalOf(deleted)).toEqual([400, 'ResourceNotFoundException']);
  });
});

test('a dry run is not supported, and changes nothing', async () => {
  expect((await put('baseline', document(90), { dryRun: true })).body.__type).toBe('LocalAwsNotSupported');
  expect(await retentions()).toEqual(OWN);
});

test('policies of other types and other calls pass', async () => {
  const passed = json({ passed: true });
  const pass = (operation: string, input: object) => send(operation, input, ACCOUNT, 'us-east-1', async () => passed);
  const transformer = { policyType: 'TRANSFORMER_POLICY' };
  expect((await pass('PutAccountPolicy', transformer)).body).toEqual({ passed: true });
  expect((await pass('CreateLogGroup', {})).body).toEqual({ passed: true });
  await put('baseline', document(90));
  const refused = { status: 400, headers: {}, body: Buffer.from('{"__type":"ThrottlingException"}') };
  const throttled = await send('DescribeLogGroups', {}, ACCOUNT, 'us-east-1', async () => refused);
  expect(throttled).toEqual({ status: 400, body: { __type: 'ThrottlingException' } });
});
