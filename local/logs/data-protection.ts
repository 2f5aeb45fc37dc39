import * as z from 'zod/mini';
import type { EmulatorApi } from '../emulator/api.ts';
import type { Answer, Behaviour, Call } from '../gate/call.ts';
import { errorAnswer } from '../wire/error-answer.ts';
import { jsonAnswer, withBody } from '../wire/json-answer.ts';
import { jsonObject } from '../wire/json-object.ts';
import { parseJson } from '../wire/parse-json.ts';

const LISTED = z.looseObject({ logGroupName: z.string() });
const GROUPS = z.object({ logGroups: z.optional(z.array(LISTED)) });
const DOCUMENT = z.looseObject({
  Statement: z.array(z.looseObject({ DataIdentifier: z.array(z.string()), Operation: z.looseObject({}) })),
});

/** The policy of a log group, or that it had one. */
interface Protection {
  readonly status: 'ACTIVATED' | 'DELETED';
  readonly document: string;
  /** Milliseconds since the epoch. */
  readonly updatedMs: number;
}

/**
 * Answers PutDataProtectionPolicy, GetDataProtectionPolicy and DeleteDataProtectionPolicy, which
 * the emulator does not know, and shows the status in the answers of DescribeLogGroups. A policy
 * ends with its log group.
 * Source: CloudWatch Logs API reference, PutDataProtectionPolicy (name or ARN, the two blocks),
 * DeleteDataProtectionPolicy, LogGroup (`dataProtectionStatus`). Assumed: the messages, the error
 * for a policy that does not exist. Different from AWS: no events are masked; no account policies.
 * @param accountOf finds the account of a call
 */
export function dataProtection(api: EmulatorApi, accountOf: (call: Call) => Promise<string>): Behaviour {
  /** By account, Region and log group. */
  const protections = new Map<string, Protection>();
  return async (call, next) => {
    if (call.service !== 'logs' || !(isAboutPolicy(call) || protections.size > 0)) return next(call);
    if (!isAboutPolicy(call) && !/^(DescribeLogGroups|DeleteLogGroup)$/.test(call.operation)) return next(call);
    const where = { account: await accountOf(call), region: call.region };
    const keyOf = (name: string) => `${where.account} ${where.region} ${name}`;
    if (call.operation === 'DescribeLogGroups') {
      return withStatus(await next(call), (name) => protections.get(keyOf(name))?.status);
    }
    const name = groupName(call);
    if (call.operation === 'DeleteLogGroup') {
      const answer = await next(call);
      if (answer.status === 200) protections.delete(keyOf(name));
      return answer;
    }
    const input = { logGroupNamePrefix: name };
    const { logGroups = [] } = await api.json('logs', 'Logs_20140328.DescribeLogGroups', input, where, GROUPS);
    if (!logGroups.some(({ logGroupName }) => logGroupName === name)) {
      return refused(call, 'ResourceNotFoundException', 'The specified log group does not exist.');
    }
    const result = answerTo(call, protections.get(keyOf(name)));
    if ('code' in result) return refused(call, result.code, result.message);
    protections.set(keyOf(name), result);
    if (call.operation === 'DeleteDataProtectionPolicy') return jsonAnswer({});
    const { document: policyDocument, updatedMs: lastUpdatedTime } = result;
    return jsonAnswer({ logGroupIdentifier: call.input?.['logGroupIdentifier'], policyDocument, lastUpdatedTime });
  };
}

function isAboutPolicy({ operation }: Call): boolean {
  return /^(Put|Get|Delete)DataProtectionPolicy$/.test(operation);
}

/** `logGroupIdentifier` is a name or an ARN, which may end in `:*`. */
function groupName({ input = {} }: Call): string {
  const identifier = String(input['logGroupIdentifier'] ?? input['logGroupName'] ?? '');
  return identifier.replace(/^arn:[^:]*:logs:[^:]*:[^:]*:log-group:/, '').replace(/:\*$/, '');
}

/** The policy after a call, or the refusal. */
function answerTo(
  { operation, input = {}, time }: Call,
  existing: Protection | undefined,
): Protection | { readonly code: string; readonly message: string } {
  if (operation === 'PutDataProtectionPolicy') {
    const document = String(input['policyDocument'] ?? '');
    return masks(document)
      ? { status: 'ACTIVATED', document, updatedMs: time.getTime() }
      : { code: 'InvalidParameterException', message: 'The data protection policy is not valid.' };
  }
  if (existing?.status !== 'ACTIVATED') {
    return { code: 'ResourceNotFoundException', message: 'The data protection policy does not exist.' };
  }
  return operation === 'GetDataProtectionPolicy' ? existing : { ...existing, status: 'DELETED' };
}

/** A policy finds (Audit) and masks (Deidentify) the same kinds of data. */
function masks(document: string): boolean {
  const parsed = z.safeParse(DOCUMENT, parseJson(document));
  if (!parsed.success) return false;
  const dataOf = (operation: string) =>
    parsed.data.Statement.find(({ Operation }) => operation in Operation)
      ?.DataIdentifier.toSorted()
      .join();
  return dataOf('Audit') !== undefined && dataOf('Audit') === dataOf('Deidentify');
}

function withStatus(answer: Answer, statusOf: (name: string) => string | undefined): Answer {
  const body = jsonObject(answer.body.toString('utf8'));
  if (answer.status !== 200 || body === undefined) return answer;
  const { logGroups = [] } = GROUPS.parse(body);
  const shown = logGroups.map((group) => {
    const dataProtectionStatus = statusOf(group.logGroupName);
    return { ...group, ...(dataProtectionStatus !== undefined && { dataProtectionStatus }) };
  });
  return withBody(answer, { ...body, logGroups: shown });
}

function refused(call: Call, code: string, message: string): Answer {
  return errorAnswer(call, { code, message, status: 400 });
}
