import * as z from 'zod/mini';
import type { Answer, Behaviour, Call } from '../gate/call.ts';
import { errorAnswer } from '../wire/error-answer.ts';
import { jsonAnswer, withBody } from '../wire/json-answer.ts';
import { jsonObject } from '../wire/json-object.ts';
import { policyOf, type RetentionPolicy, retentionPolicy } from './retention-policy.ts';

const TYPE = 'RETENTION_POLICY';
/** Source: CloudWatch Logs API reference, PutAccountPolicy (20 in each Region of an account). */
const MAXIMUM_POLICIES = 20;
const GROUPS = z.object({
  logGroups: z.optional(z.array(z.looseObject({ logGroupName: z.string(), creationTime: z.number() }))),
});

/**
 * Answers PutAccountPolicy, DescribeAccountPolicies and DeleteAccountPolicy for retention policies,
 * which the emulator does not know, and shows their effect in the answers of DescribeLogGroups: the
 * days of the policy instead of the log group's own, and its name. PutRetentionPolicy still
 * succeeds and saves its period, which counts when no policy applies any more.
 * Source: CloudWatch Logs API reference, PutAccountPolicy, DeleteAccountPolicy, LogGroup,
 * PutRetentionPolicy. Different from AWS: a policy counts at once, and not after 24 hours; dry runs
 * and other types are not supported.
 * @param accountOf finds the account of a call
 */
export function accountPolicies(accountOf: (call: Call) => Promise<string>): Behaviour {
  /** By account and Region, in the order of their creation. */
  const policies = new Map<string, readonly RetentionPolicy[]>();
  return async (call, next) => {
    if (call.service !== 'logs' || !isAbout(call)) return next(call);
    if (call.operation === 'DescribeLogGroups' && policies.size === 0) return next(call);
    const account = await accountOf(call);
    const place = `${account} ${call.region}`;
    const existing = policies.get(place) ?? [];
    if (call.operation === 'DescribeLogGroups') return withPolicies(await next(call), existing);
    const result = answerTo(call, existing);
    if (!('policies' in result)) return errorAnswer(call, { ...result, status: 400 });
    policies.set(place, result.policies);
    const described = result.shown.map((policy) => describe(policy, account));
    if (call.operation === 'PutAccountPolicy') return jsonAnswer({ accountPolicy: described[0] });
    return call.operation === 'DescribeAccountPolicies' ? jsonAnswer({ accountPolicies: described }) : jsonAnswer({});
  };
}

/** The policies after a call, and those that its answer shows; or the refusal. */
type Result =
  | { readonly policies: readonly RetentionPolicy[]; readonly shown: readonly RetentionPolicy[] }
  | { readonly code: string; readonly message: string };

function answerTo({ operation, input = {}, time }: Call, policies: readonly RetentionPolicy[]): Result {
  const { policyName, dryRun } = input;
  if (dryRun === true) return { code: 'LocalAwsNotSupported', message: 'The local AWS supports no dry run.' };
  const found = policies.filter(({ name }) => name === policyName);
  if (operation === 'DescribeAccountPolicies') {
    return { policies, shown: policyName === undefined ? policies : found };
  }
  if (operation === 'DeleteAccountPolicy') {
    if (found.length === 0) return { code: 'ResourceNotFoundException', message: 'The policy does not exist.' };
    return { policies: policies.filter(({ name }) => name !== policyName), shown: [] };
  }
  const policy = retentionPolicy(input, time.getTime());
  if (!('name' in policy)) return policy;
  if (found.length > 0) {
    return { policies: policies.map((other) => (other.name === policy.name ? policy : other)), shown: [policy] };
  }
  if (policies.length >= MAXIMUM_POLICIES)
    return { code: 'LimitExceededException', message: 'Resource limit exceeded.' };
  return { policies: [...policies, policy], shown: [policy] };
}

function isAbout({ operation, input }: Call): boolean {
  if (operation === 'DescribeLogGroups') return true;
  return /^(Put|Describe|Delete)AccountPolic(y|ies)$/.test(operation) && input?.['policyType'] === TYPE;
}

/** Overrides the retention of the log groups in an answer of DescribeLogGroups. */
function withPolicies(answer: Answer, policies: readonly RetentionPolicy[]): Answer {
  const body = jsonObject(answer.body.toString('utf8'));
  if (answer.status !== 200 || body === undefined || policies.length === 0) return answer;
  const { logGroups = [] } = GROUPS.parse(body);
  const shown = logGroups.map(({ retentionInDays, ...group }) => {
    const policy = policyOf(policies, group);
    if (!policy) return { ...group, ...(retentionInDays !== undefined && { retentionInDays }) };
    const days = Number.isFinite(policy.days) ? { retentionInDays: policy.days } : {};
    return { ...group, ...days, retentionPolicyName: policy.name };
  });
  return withBody(answer, { ...body, logGroups: shown });
}

function describe({ name, document, selectionCriteria, updatedMs }: RetentionPolicy, accountId: string): object {
  return {
    policyName: name,
    policyDocument: document,
    policyType: TYPE,
    scope: 'ALL',
    ...(selectionCriteria !== undefined && { selectionCriteria }),
    lastUpdatedTime: updatedMs,
    accountId,
  };
}
