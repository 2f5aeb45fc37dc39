import type { EmulatorApi } from '../emulator/api.ts';
import { evaluateCached } from './evaluation-cache.ts';
import { type PolicyStore, policyStore } from './policy-store.ts';
import { type Principal, requestingArn } from './principal.ts';
import { principalContext } from './principal-context.ts';
import type { Evaluation, NamedPolicy } from './simulation.ts';

/** Whether a principal may perform an action on a resource. */
export interface Question {
  readonly principal: Principal;
  /** Such as `logs:PutLogEvents`. */
  readonly action: string;
  /** An ARN, or `*`. */
  readonly resource: string;
  readonly resourceAccount: string;
  readonly region: string;
  /**
   * Condition keys of the request and the resource, beside those that every request of the
   * principal carries.
   */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
  /** The resource's policy as JSON. */
  readonly resourcePolicy?: string;
}

/**
 * The answer; `detail` ends AWS's sentence about a denial: `because no identity-based policy allows
 * the … action`.
 */
export type Decision =
  | { readonly allowed: true }
  | {
      readonly allowed: false;
      readonly by: 'identity' | 'boundary' | 'scp' | 'resource' | 'explicit-deny' | 'unknown-action';
      readonly detail: string;
    };

/** Decides about requests of roles, users and services as IAM does. */
export interface Evaluator {
  decide(question: Question): Promise<Decision>;
  /** Drops the policies read so far: for changes that did not pass the gate (CloudFormation). */
  forget(): void;
}

/**
 * Decides from the policies that the emulator holds: identity policies, permissions boundary and
 * service control policies of a user or a role's sessions, and the resource's policy.
 * Source: IAM user guide, "Policy evaluation logic".
 * @param store by default one of its own; a store that several share sees the changes that pass the
 * gate
 */
export function evaluator(api: EmulatorApi, store: PolicyStore = policyStore(api)): Evaluator {
  return {
    decide: async (question) => toDecision(await evaluateQuestion(store, question), question.action),
    forget: () => store.forget(),
  };
}

/** Evaluates all policies about a question, with the analysis of each kind of policy. */
export async function evaluateQuestion(store: PolicyStore, question: Question): Promise<Evaluation> {
  const { principal, action, resource, resourceAccount, region } = question;
  const resourcePolicy = parsePolicy('resource policy', question.resourcePolicy);
  const request = { action, resource, resourceAccount, ...(resourcePolicy && { resourcePolicy }) };
  if (principal.kind === 'service') {
    const context = { ...principalContext(principal, region, {}), ...question.context };
    const noPolicies = { identityPolicies: [], controls: [] };
    return evaluateCached(store, { ...request, principal: principal.service, context, ...noPolicies });
  }
  const account = principal.arn.split(':')[4] ?? '';
  const [policies, controls] = await Promise.all([store.policiesOf(principal), store.controls(account)]);
  const sessionPolicy = principal.kind === 'role' ? parsePolicy('session policy', principal.sessionPolicy) : undefined;
  return evaluateCached(store, {
    ...request,
    principal: requestingArn(principal),
    context: { ...principalContext(principal, region, policies ?? {}), ...question.context },
    identityPolicies: policies?.identity ?? [],
    controls,
    ...(policies?.boundary && { boundary: policies.boundary }),
    ...(sessionPolicy && { sessionPolicy }),
  });
}

function parsePolicy(name: string, json: string | undefined): NamedPolicy | undefined {
  if (json === undefined || json === '') return undefined;
  try {
    return { name, document: JSON.parse(json) };
  } catch {
    return { name, document: json }; // evaluates to `unreadable`
  }
}

/**
 * AWS's name of each kind of policy in a denial. Source: IAM user guide, "Troubleshoot access
 * denied error messages".
 */
const KINDS = {
  scp: 'service control policy',
  resource: 'resource-based policy',
  identity: 'identity-based policy',
  boundary: 'permissions boundary',
  session: 'session policy',
} as const;

/** An evaluation as a decision, with AWS's words for a denial. */
export function toDecision(evaluation: Evaluation, action: string): Decision {
  switch (evaluation.verdict) {
    case 'allowed':
      return { allowed: true };
    case 'unknown-action':
      return {
        allowed: false,
        by: 'unknown-action',
        detail: `because the local AWS does not know the ${action} action`,
      };
    case 'unreadable':
      return { allowed: false, by: 'identity', detail: `because a policy is not valid: ${evaluation.why}` };
    case 'unfit-resource':
      return { allowed: false, by: 'identity', detail: `because no ${KINDS.identity} allows the ${action} action` };
    case 'denied': {
      const kind = KINDS[evaluation.by];
      if (evaluation.explicit) {
        const article = evaluation.by === 'identity' ? 'an' : 'a';
        return { allowed: false, by: 'explicit-deny', detail: `with an explicit deny in ${article} ${kind}` };
      }
      const by = evaluation.by === 'session' ? 'identity' : evaluation.by;
      return { allowed: false, by, detail: `because no ${kind} allows the ${action} action` };
    }
  }
}
