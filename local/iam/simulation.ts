import {
  isWildcardOnlyAction,
  type RequestAnalysis,
  type RunSimulationResults,
  runSimulation,
} from '@cloud-copilot/iam-simulate';

/** A policy with the name that identifies it in results. */
export interface NamedPolicy {
  readonly name: string;
  /** The parsed document; the text itself when it is not JSON. */
  readonly document: unknown;
}

/** The service control policies attached to one root, organizational unit or account. */
export interface ControlLevel {
  readonly target: string;
  readonly policies: readonly NamedPolicy[];
}

/** A request together with every policy that decides about it. */
export interface EvaluationRequest {
  /** `arn:P:sts::A:assumed-role/NAME/SESSION`, or a service such as `cloudtrail.amazonaws.com`. */
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly resourceAccount: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
  readonly identityPolicies: readonly NamedPolicy[];
  readonly boundary?: NamedPolicy;
  readonly sessionPolicy?: NamedPolicy;
  /** From the root down to the account; empty without an organization. */
  readonly controls: readonly ControlLevel[];
  readonly resourcePolicy?: NamedPolicy;
}

/** The kind of policy that denies. */
export type DenyingPolicy = 'scp' | 'resource' | 'identity' | 'boundary' | 'session';

/** The result of all policies together. */
export type Evaluation =
  | { readonly verdict: 'allowed'; readonly analysis: RequestAnalysis | undefined }
  | {
      readonly verdict: 'denied';
      readonly by: DenyingPolicy;
      readonly explicit: boolean;
      readonly analysis: RequestAnalysis | undefined;
    }
  /** The action does not support the type of the resource, so no policy can allow it. */
  | { readonly verdict: 'unfit-resource' }
  /**
   * A document is not a valid policy: AWS refuses to store such a document, so what it allows is
   * undefined.
   */
  | { readonly verdict: 'unreadable'; readonly why: string }
  | { readonly verdict: 'unknown-action' };

/**
 * Evaluates a request with `@cloud-copilot/iam-simulate`, which only this file imports
 * (docs/decisions/0009-iam-simulate-evaluates-policies-in-development.md). Actions, the types of
 * their resources and their condition keys are those of the Service Authorization Reference: a
 * condition key that AWS does not send with an action is dropped before the evaluation.
 */
export async function evaluate(request: EvaluationRequest): Promise<Evaluation> {
  const wildcardOnly = await isWildcardOnly(request.action);
  if (wildcardOnly === undefined) return { verdict: 'unknown-action' };
  const results = await runSimulation(
    {
      request: {
        principal: request.principal,
        action: request.action,
        resource: { resource: wildcardOnly ? '*' : request.resource, accountId: request.resourceAccount },
        contextVariables: Object.fromEntries(
          Object.entries(request.context).map(([key, value]) => [key, typeof value === 'string' ? value : [...value]]),
        ),
      },
      identityPolicies: request.identityPolicies.map(toSimulatorPolicy),
      serviceControlPolicies: request.controls.map(({ target, policies }) => ({
        orgIdentifier: target,
        policies: policies.map(toSimulatorPolicy),
      })),
      resourceControlPolicies: [],
      ...(request.boundary !== undefined && { permissionBoundaryPolicies: [toSimulatorPolicy(request.boundary)] }),
      ...(request.sessionPolicy !== undefined && { sessionPolicy: request.sessionPolicy.document }),
      ...(request.resourcePolicy !== undefined && { resourcePolicy: request.resourcePolicy.document }),
    },
    {},
  );
  return toEvaluation(results, request);
}

/**
 * Whether an action supports no resource but `*`; undefined for an action that AWS does not have.
 */
export async function isWildcardOnly(action: string): Promise<boolean | undefined> {
  const [service = '', name = ''] = action.split(':');
  try {
    return await isWildcardOnlyAction(service, name);
  } catch {
    return undefined; // the library throws for a service or action that its data does not hold
  }
}

function toSimulatorPolicy({ name, document }: NamedPolicy): { name: string; policy: unknown } {
  return { name, policy: document };
}

function toEvaluation(results: RunSimulationResults, { principal, action, resource }: EvaluationRequest): Evaluation {
  if (results.resultType === 'error') {
    const { message, ...errors } = results.errors;
    if (message === 'policy.errors') return { verdict: 'unreadable', why: JSON.stringify(errors) };
    if (message === 'no.resource.types' || message === 'invalid.resource') return { verdict: 'unfit-resource' };
    throw new Error(`${message}: ${action} on ${resource}`);
  }
  const analyses = results.resultType === 'single' ? [results.result.analysis] : results.results.map((r) => r.analysis);
  if (results.overallResult === 'Allowed') return { verdict: 'allowed', analysis: analyses[0] };
  const analysis = analyses.find(({ result }) => result !== 'Allowed');
  const explicit = denyingPolicy(analysis, 'ExplicitlyDenied');
  // A service has no identity policies: only the resource's policy can allow its requests.
  const missing = principal.startsWith('arn:') ? denyingPolicy(analysis, 'ImplicitlyDenied') : 'resource';
  return {
    verdict: 'denied',
    by: explicit ?? missing ?? 'resource',
    explicit: explicit !== undefined,
    analysis,
  };
}

/**
 * The first kind of policy with this result, in the order in which AWS evaluates them.
 * Source: IAM user guide, "Policy evaluation logic". Within an account, a resource without a policy
 * denies nothing.
 */
function denyingPolicy(
  analysis: RequestAnalysis | undefined,
  result: 'ExplicitlyDenied' | 'ImplicitlyDenied',
): DenyingPolicy | undefined {
  if (analysis?.scpAnalysis?.result === result) return 'scp';
  if (analysis?.resourceAnalysis?.result === result && result === 'ExplicitlyDenied') return 'resource';
  if (analysis?.identityAnalysis?.result === result) return 'identity';
  if (analysis?.permissionBoundaryAnalysis?.result === result) return 'boundary';
  return analysis?.sessionAnalysis?.result === result ? 'session' : undefined;
}
