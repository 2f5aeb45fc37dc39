import type { ParameterRefusal } from '../gate/parameter-checks.ts';
import { jsonObject } from '../wire/json-object.ts';

type Statement = Readonly<Record<string, unknown>>;

/**
 * Checks the trust policy in a parameter of CreateRole or UpdateAssumeRolePolicy.
 * Source: IAM API reference, CreateRole (MalformedPolicyDocument); IAM user guide, "Grammar of the
 * IAM JSON policy language"; localstack/localstack pull request 8453 (tested on AWS: not JSON);
 * kubernetes-sigs/external-dns issue 3085 (Resource). Assumed: the other messages. Not checked:
 * whether a principal exists.
 */
export function checkTrustDocument(document: unknown): ParameterRefusal | undefined {
  const policy = jsonObject(typeof document === 'string' ? document : '');
  if (policy === undefined) return malformed('This policy contains invalid Json');
  const { Statement: statements } = policy;
  if (statements === undefined) return malformed('Missing required field Statement');
  const problem = [statements].flat().map(problemOf).find(Boolean);
  return problem === undefined ? undefined : malformed(problem);
}

function problemOf(statement: unknown): string | undefined {
  if (!isStatement(statement)) return 'Syntax errors in policy.';
  if (statement['Effect'] !== 'Allow' && statement['Effect'] !== 'Deny') return 'Missing required field Effect';
  const prohibited = ['Resource', 'NotResource'].find((field) => field in statement);
  if (prohibited !== undefined) return `Has prohibited field ${prohibited}`;
  // The emulator refuses NotPrincipal.
  if (!('Principal' in statement || 'NotPrincipal' in statement)) return 'Missing required field Principal';
  if (!('Action' in statement || 'NotAction' in statement)) return 'Missing required field Action';
  const actions = [statement['Action'] ?? []].flat();
  if (!actions.every((action) => /^(sts:.+|\*)$/i.test(String(action)))) {
    return 'AssumeRole policy may only specify STS AssumeRole actions.';
  }
  return undefined;
}

function isStatement(value: unknown): value is Statement {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function malformed(message: string): ParameterRefusal {
  return { code: 'MalformedPolicyDocument', message };
}
