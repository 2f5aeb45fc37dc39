import type { EmulatorApi } from '../emulator/api.ts';
import type { Answer, Behaviour, Call } from '../gate/call.ts';
import { signedBy } from '../gate/signed-by.ts';
import { errorAnswer } from '../wire/error-answer.ts';
import { callerAccount } from './caller-account.ts';
import { element, iamReads } from './iam-reads.ts';

/** An access key of a user. */
interface UserKey {
  readonly account: string;
  readonly userName: string;
  readonly isActive: boolean;
}

/**
 * Operations of IAM that mean the calling user when they name none.
 * Source: IAM API reference, GetUser, CreateAccessKey, ListAccessKeys (UserName).
 */
const OF_THE_CALLER = /^(GetUser|(Create|Delete|List|Update)AccessKeys?)$/;

/**
 * Recognizes the calls of IAM users by the access keys that CreateAccessKey returned. The emulator
 * receives them as calls of the account's administrator, because it does not know the keys of all
 * accounts; IAM has decided about them before. A deleted or inactive key is refused.
 * Source: IAM user guide, "Managing access keys for IAM users"; AWS common errors,
 * InvalidClientTokenId and UnrecognizedClientException.
 */
export function userKeys(api: EmulatorApi): Behaviour {
  const keys = new Map<string, UserKey>();
  return async (call, next) => {
    const key = keys.get(call.caller.accessKeyId);
    const received = key === undefined ? call : await asUser(api, call, key);
    if (received === undefined) return invalidToken(call);
    const answer = await next(received);
    if (call.service === 'iam' && answer.status < 400) await trackKeys(api, keys, received, answer);
    return answer;
  };
}

/** The call as the user's; undefined when the key is not valid. */
async function asUser(
  api: EmulatorApi,
  call: Call,
  { account, userName, isActive }: UserKey,
): Promise<Call | undefined> {
  const user = isActive ? await iamReads(api, account)('GetUser', { UserName: userName }) : undefined;
  if (user === undefined) return undefined;
  const caller = {
    kind: 'user',
    accessKeyId: call.caller.accessKeyId,
    userArn: element(user, 'Arn'),
    userId: element(user, 'UserId'),
  } as const;
  const named = call.service === 'iam' && OF_THE_CALLER.test(call.operation) ? withUserName(call, userName) : call;
  return { ...signedBy(named, account), caller };
}

function withUserName(call: Call, UserName: string): Call {
  if (call.input?.['UserName'] !== undefined) return call;
  const input = { ...call.input, UserName };
  return { ...call, input, body: Buffer.from(`${call.body.toString('utf8')}&${new URLSearchParams({ UserName })}`) };
}

/** Follows the keys and names of users in the calls that change them. */
async function trackKeys(api: EmulatorApi, keys: Map<string, UserKey>, call: Call, answer: Answer): Promise<void> {
  const text = (name: string) => String(call.input?.[name] ?? '');
  const change = (id: string, changes: Partial<UserKey>) => {
    const key = keys.get(id);
    if (key !== undefined) keys.set(id, { ...key, ...changes });
  };
  if (call.operation === 'CreateAccessKey') {
    const xml = answer.body.toString('utf8');
    const account = await callerAccount(api, call);
    keys.set(element(xml, 'AccessKeyId'), { account, userName: element(xml, 'UserName'), isActive: true });
  } else if (call.operation === 'DeleteAccessKey') {
    change(text('AccessKeyId'), { isActive: false });
  } else if (call.operation === 'UpdateAccessKey') {
    change(text('AccessKeyId'), { isActive: text('Status') === 'Active' });
  } else if (call.operation === 'UpdateUser' && text('NewUserName') !== '') {
    const account = await callerAccount(api, call);
    for (const [id, key] of keys) {
      if (key.account === account && key.userName === text('UserName')) change(id, { userName: text('NewUserName') });
    }
  }
}

function invalidToken(call: Call): Answer {
  const message = 'The security token included in the request is invalid.';
  const isJson = call.headers['x-amz-target'] !== undefined;
  if (isJson) return errorAnswer(call, { code: 'UnrecognizedClientException', message, status: 400 });
  return errorAnswer(call, { code: 'InvalidClientTokenId', message, status: 403 });
}
