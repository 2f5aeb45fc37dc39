import {
  isWildcardOnlyAction,
  type RequestAnalysis,
  type RunSimulationResults,
  runSimulation,
} from '@cloud-copilot/iam-simulate';

/** A policy with the name under which it is mentioned. */
export interface NamedPolicy {
  readonly name: string;
  /** The parsed document; the text itself where it is no JSON. */
  readonly document: unknown;
}

/** The service control policies attached to one root, unit or account. */
export interface ControlLevel {
  readonly target: string;
  readonly policies: readonly NamedPolicy[];
}

/** A question together with every policy that decides it. */
export interface Inquiry {
  /** `arn:P:sts::A:assumed-role/NAME/SESSION`, or a service such as `cloudtrail.amazonaws.com`. */
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly resourceAccount: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
  readonly identityPolicies: readonly NamedPolicy[];
  readonly boundary?: NamedPolicy;
  readonly sessionPolicy?: NamedPolicy;
  /** From the root down to the account; empty where no organization has a say. */
  readonly controls: readonly ControlLevel[];
  readonly resourcePolicy?: NamedPolicy;
}

/** Which kind of policy refuses. */
export type RefusedBy = 'scp' | 'resource' | 'identity' | 'boundary' | 'session';

/** What all policies together say. */
export type Judgement =
  | { readonly verdict: 'allowed'; readonly analysis: RequestAnalysis | undefined }
  | {
      readonly verdict: 'denied';
      readonly by: RefusedBy;
      readonly explicit: boolean;
      readonly analysis: RequestAnalysis | undefined;
    }
  /** The resource is of no type that the action knows: nothing can allow that. */
  | { readonly verdict: 'unfit-resource' }
  /** A policy is none: AWS would have refused to store it, and nothing can be said of what it allows. */
  | { readonly verdict: 'unreadable'; readonly why: string }
  | { readonly verdict: 'unknown-action' };

/**
 * Evaluates an inquiry with `@cloud-copilot/iam-simulate`; only this file imports it (docs/decisions/0009-iam-simulate-evaluates-policies-in-development.md).
 * Actions, the types of their resources and their condition keys are those of the Service Authorization Reference: a key that
 * AWS does not send with an action is dropped before policies see it.
 */
export async function judge(inquiry: Inquiry): Promise<Judgement> {
  const wildcardOnly = await isAskedForAnything(inquiry.action);
  if (wildcardOnly === undefined) return { verdict: 'unknown-action' };
  const results = await runSimulation(
    {
      request: {
        principal: inquiry.principal,
        action: inquiry.action,
        resource: { resource: wildcardOnly ? '*' : inquiry.resource, accountId: inquiry.resourceAccount },
        contextVariables: Object.fromEntries(
          Object.entries(inquiry.context).map(([key, value]) => [key, typeof value === 'string' ? value : [...value]]),
        ),
      },
      identityPolicies: inquiry.identityPolicies.map(asked),
      serviceControlPolicies: inquiry.controls.map(({ target, policies }) => ({
        orgIdentifier: target,
        policies: policies.map(asked),
      })),
      resourceControlPolicies: [],
      ...(inquiry.boundary !== undefined && { permissionBoundaryPolicies: [asked(inquiry.boundary)] }),
      ...(inquiry.sessionPolicy !== undefined && { sessionPolicy: inquiry.sessionPolicy.document }),
      ...(inquiry.resourcePolicy !== undefined && { resourcePolicy: inquiry.resourcePolicy.document }),
    },
    {},
  );
  return judgementOf(results, inquiry);
}

/** Whether an action knows no resource but `*`; undefined for an action that AWS does not have. */
export async function isAskedForAnything(action: string): Promise<boolean | undefined> {
  const [service = '', name = ''] = action.split(':');
  try {
    return await isWildcardOnlyAction(service, name);
  } catch {
    return undefined; // the library throws for a service or action that its data does not hold
  }
}

function asked({ name, document }: NamedPolicy): { name: string; policy: unknown } {
  return { name, policy: document };
}

function judgementOf(results: RunSimulationResults, { principal, action, resource }: Inquiry): Judgement {
  if (results.resultType === 'error') {
    const { message, ...errors } = results.errors;
    if (message === 'policy.errors') return { verdict: 'unreadable', why: JSON.stringify(errors) };
    if (message === 'no.resource.types' || message === 'invalid.resource') return { verdict: 'unfit-resource' };
    throw new Error(`${message}: ${action} on ${resource}`);
  }
  const analyses = results.resultType === 'single' ? [results.result.analysis] : results.results.map((r) => r.analysis);
  if (results.overallResult === 'Allowed') return { verdict: 'allowed', analysis: analyses[0] };
  const analysis = analyses.find(({ result }) => result !== 'Allowed');
  const explicit = refuser(analysis, 'ExplicitlyDenied');
  // A service has no identity policies: to it, only resources allow.
  const missing = principal.startsWith('arn:') ? refuser(analysis, 'ImplicitlyDenied') : 'resource';
  return {
    verdict: 'denied',
    by: explicit ?? missing ?? 'resource',
    explicit: explicit !== undefined,
    analysis,
  };
}

/**
 * The first kind of policy with this result, in the order in which AWS evaluates them.
 * Source: IAM user guide, "Policy evaluation logic". A resource without a policy refuses nothing by itself within an account.
 */
function refuser(
  analysis: RequestAnalysis | undefined,
  result: 'ExplicitlyDenied' | 'ImplicitlyDenied',
): RefusedBy | undefined {
  if (analysis?.scpAnalysis?.result === result) return 'scp';
  if (analysis?.resourceAnalysis?.result === result && result === 'ExplicitlyDenied') return 'resource';
  if (analysis?.identityAnalysis?.result === result) return 'identity';
  if (analysis?.permissionBoundaryAnalysis?.result === result) return 'boundary';
  return analysis?.sessionAnalysis?.result === result ? 'session' : undefined;
}
