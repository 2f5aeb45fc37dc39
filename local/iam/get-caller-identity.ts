import type { Behaviour } from '../gate/call.ts';
import { jsonAnswer } from '../wire/json-answer.ts';
import { queryAnswer } from '../wire/query-answer.ts';

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';

/**
 * Answers GetCallerIdentity for users, whose keys the emulator does not know in all accounts.
 * Source: AWS STS API reference, GetCallerIdentity.
 */
export const userIdentityAnswer: Behaviour = async (call, next) => {
  const { caller } = call;
  if (call.service !== 'sts' || call.operation !== 'GetCallerIdentity' || caller.kind !== 'user') return next(call);
  const identity = { UserId: caller.userId, Account: caller.userArn.split(':')[4] ?? '', Arn: caller.userArn };
  if (call.headers['x-amz-target'] === undefined) return queryAnswer(call, NAMESPACE, identity);
  return jsonAnswer(identity);
};
