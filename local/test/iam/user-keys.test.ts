import { describe, expect, test } from '@jest/globals';
import type { EmulatorApi } from '../../emulator/api.ts';
import { EmulatorError } from '../../emulator/api.ts';
import type { Call } from '../../gate/call.ts';
import { userIdentityAnswer } from '../../iam/get-caller-identity.ts';
import { userKeys } from '../../iam/user-keys.ts';
import { callWith, DONE } from '../support/call.ts';

const ACCOUNT = '111122223333';
const KEY = 'AKIASAM';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const CREATED = `<AccessKey><UserName>sam</UserName><AccessKeyId>${KEY}</AccessKeyId></AccessKey>`;

const iam = (operation: string, input: object = {}, changes: Partial<Call> = {}) =>
  callWith({ service: 'iam', operation, headers: FORM, input: { ...input }, ...changes });

/** The gate in an account with the user sam, whose key it has seen. */
async function gate() {
  const users = new Set(['sam']);
  const api: EmulatorApi = {
    query: async (_service, { UserName = '' }, { account }) => {
      if (!users.has(UserName)) throw new EmulatorError('NoSuchEntity', 'none', 404);
      return `<User><Arn>arn:aws:iam::${account}:user/team/${UserName}</Arn><UserId>AIDA</UserId></User>`;
    },
    json: () => Promise.reject(new Error('not expected')),
    rest: () => Promise.reject(new Error('not expected')),
  };
  const behaviour = userKeys(api);
  const received: Call[] = [];
  const send = (call: Call, body = '') =>
    behaviour(call, async (one) => {
      received.push(one);
      return { ...DONE, body: Buffer.from(body) };
    });
  await send(iam('CreateAccessKey', { UserName: 'sam' }), CREATED);
  const bySam = (changes: Partial<Call> = {}) =>
    callWith({ caller: { kind: 'administrator', accessKeyId: KEY }, ...changes });
  return { users, send, bySam, last: () => received.at(-1) };
}

test('a call with the key is the call of the user, and reaches the emulator in its account', async () => {
  const { send, bySam, last } = await gate();
  const authorization = `AWS4-HMAC-SHA256 Credential=${KEY}/20260101/us-east-1/s3/aws4_request`;
  await send(bySam({ url: `/b/k?X-Amz-Credential=${KEY}%2F20260101`, headers: { authorization } }));
  expect(last()).toMatchObject({
    caller: { kind: 'user', accessKeyId: KEY, userArn: `arn:aws:iam::${ACCOUNT}:user/team/sam`, userId: 'AIDA' },
    url: `/b/k?X-Amz-Credential=${ACCOUNT}%2F20260101`,
    headers: { authorization: authorization.replace(KEY, ACCOUNT) },
  });
});

test('any other call passes unchanged', async () => {
  const { send, last } = await gate();
  const call = callWith();
  await send(call);
  expect(last()).toBe(call);
});

test.each([
  ['GetUser', {}, 'sam'],
  ['ListAccessKeys', {}, 'sam'],
  ['GetUser', { UserName: 'ada' }, 'ada'],
  ['GetRole', {}, undefined],
])('%s with %j concerns the user %s', async (operation, input, userName) => {
  const { send, bySam, last } = await gate();
  await send(bySam({ ...iam(operation, input), body: Buffer.from(`Action=${operation}`), caller: bySam().caller }));
  expect(last()?.input?.['UserName']).toBe(userName);
  const isAdded = !('UserName' in input) && userName !== undefined;
  expect(last()?.body.toString('utf8')).toBe(`Action=${operation}${isAdded ? `&UserName=${userName}` : ''}`);
});

describe('a key is refused', () => {
  test.each([
    ['that is deleted', 'DeleteAccessKey', { AccessKeyId: KEY }],
    ['that is inactive', 'UpdateAccessKey', { AccessKeyId: KEY, Status: 'Inactive' }],
  ])('%s', async (_, operation, input) => {
    const { send, bySam } = await gate();
    await send(iam(operation, input));
    expect(await send(bySam())).toMatchObject({ status: 400 });
    expect((await send(bySam())).body.toString('utf8')).toContain('UnrecognizedClientException');
    const query = await send(bySam({ ...iam('GetUser'), caller: bySam().caller }));
    expect([query.status, query.body.toString('utf8')]).toEqual([403, expect.stringContaining('InvalidClientTokenId')]);
  });

  test('whose user is deleted', async () => {
    const { send, bySam, users } = await gate();
    users.delete('sam');
    expect((await send(bySam())).status).toBe(400);
  });

  test('no longer when it is active again', async () => {
    const { send, bySam } = await gate();
    await send(iam('UpdateAccessKey', { AccessKeyId: KEY, Status: 'Inactive' }));
    await send(iam('UpdateAccessKey', { AccessKeyId: KEY, Status: 'Active' }));
    expect((await send(bySam())).status).toBe(200);
  });
});

test('a user that is renamed keeps its key', async () => {
  const { send, bySam, users, last } = await gate();
  users.add('samuel').delete('sam');
  await send(iam('UpdateUser', { UserName: 'sam', NewUserName: 'samuel' }));
  await send(bySam());
  expect(last()?.caller).toMatchObject({ userArn: `arn:aws:iam::${ACCOUNT}:user/team/samuel` });
});

test('GetCallerIdentity names the user in both protocols', async () => {
  const caller = {
    kind: 'user',
    accessKeyId: KEY,
    userArn: 'arn:aws:iam::111122223333:user/sam',
    userId: 'AIDA',
  } as const;
  const ask = async (changes: Partial<Call>) => {
    const call = callWith({ service: 'sts', operation: 'GetCallerIdentity', caller, ...changes });
    return (await userIdentityAnswer(call, async () => DONE)).body.toString('utf8');
  };
  expect(JSON.parse(await ask({}))).toEqual({ UserId: 'AIDA', Account: ACCOUNT, Arn: caller.userArn });
  expect(await ask({ headers: FORM })).toContain(`<Arn>${caller.userArn}</Arn>`);
  expect(await ask({ caller: { kind: 'administrator', accessKeyId: ACCOUNT } })).toBe('{}');
});
