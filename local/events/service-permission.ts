import * as z from 'zod/mini';
import { matchesWildcard } from '../../lambda/core/integration/iam-wildcard.ts';

const ONE_OR_MORE = z.pipe(
  z.union([z.string(), z.array(z.string())]),
  z.transform((value) => [value].flat()),
);
const STATEMENT = z.object({
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z.optional(z.union([z.literal('*'), z.record(z.string(), ONE_OR_MORE)])),
  Action: z.optional(ONE_OR_MORE),
  Resource: z.optional(ONE_OR_MORE),
  Condition: z.optional(z.record(z.string(), z.record(z.string(), ONE_OR_MORE))),
});
const POLICY = z.object({
  Statement: z.pipe(
    z.union([STATEMENT, z.array(STATEMENT)]),
    z.transform((value) => [value].flat()),
  ),
});
type Statement = z.infer<typeof STATEMENT>;

/** A call that an AWS service makes on its own behalf. */
export interface ServiceCall {
  /** Such as `events.amazonaws.com`. */
  readonly service: string;
  /** Such as `lambda:InvokeFunction`. */
  readonly action: string;
  readonly resource: string;
  /** The ARN of the rule for which the service acts; absent where the service does not say it. */
  readonly sourceArn?: string;
  readonly sourceAccount?: string;
}

/**
 * Condition operators that the policies of rule targets use. Any other operator never matches, so
 * it never allows.
 */
const OPERATORS: Readonly<Record<string, (actual: string, wanted: string) => boolean>> = {
  ArnEquals: like,
  ArnLike: like,
  StringLike: like,
  StringEquals: (actual, wanted) => actual === wanted,
  Bool: (actual, wanted) => actual === wanted.toLowerCase(),
};

/**
 * Whether a resource's policy allows a service's call: at least one Allow applies, and no Deny.
 * Source: IAM user guide, "Policy evaluation logic": a service principal has no identity policies,
 * so the resource's policy decides.
 * @param policy the policy document as JSON; empty when the resource has none
 */
export function isServiceAllowed(policy: string, call: ServiceCall): boolean {
  if (policy === '') return false;
  const applying = POLICY.parse(JSON.parse(policy)).Statement.filter((statement) => applies(statement, call));
  return applying.some(({ Effect }) => Effect === 'Allow') && applying.every(({ Effect }) => Effect === 'Allow');
}

function applies(statement: Statement, call: ServiceCall): boolean {
  return (
    isPrincipal(statement.Principal, call.service) &&
    (statement.Action ?? []).some((pattern) => like(call.action.toLowerCase(), pattern.toLowerCase())) &&
    (statement.Resource ?? []).some((pattern) => like(call.resource, pattern)) &&
    Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
      Object.entries(keys).every(([key, wanted]) => {
        const actual = context(call)[key.toLowerCase()];
        return actual !== undefined && wanted.some((value) => OPERATORS[operator]?.(actual, value) ?? false);
      }),
    )
  );
}

function isPrincipal(principal: Statement['Principal'], service: string): boolean {
  if (principal === undefined) return false;
  if (principal === '*') return true;
  return principal['AWS']?.includes('*') === true || principal['Service']?.includes(service) === true;
}

function context({ sourceArn, sourceAccount }: ServiceCall): Readonly<Record<string, string>> {
  return {
    ...(sourceArn !== undefined && { 'aws:sourcearn': sourceArn }),
    ...(sourceAccount !== undefined && { 'aws:sourceaccount': sourceAccount }),
    'aws:securetransport': 'true',
  };
}

function like(actual: string, pattern: string): boolean {
  return matchesWildcard(pattern, actual);
}
