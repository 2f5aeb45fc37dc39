import type { EmulatorApi } from '../emulator/api.ts';
import { judgedOnce } from './evaluation-cache.ts';
import { type PolicyStore, policyStore } from './policy-store.ts';
import { principalContext } from './principal-context.ts';
import type { Judgement, NamedPolicy } from './simulation.ts';

/** Who asks. */
export type Asker =
  /** A session of a role; `arn` has the role's path: `arn:P:iam::A:role/PATH/NAME`. */
  | { readonly kind: 'role'; readonly arn: string; readonly sessionName: string; readonly sessionPolicy?: string }
  /** An AWS service on its own behalf, such as `cloudtrail.amazonaws.com`. */
  | { readonly kind: 'service'; readonly service: string };

/** May this principal do this, here and now? */
export interface Question {
  readonly asker: Asker;
  /** Such as `logs:PutLogEvents`. */
  readonly action: string;
  /** An ARN, or `*`. */
  readonly resource: string;
  readonly resourceAccount: string;
  readonly region: string;
  /** Condition keys of the request and the resource, beside those that every request of the asker carries. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
  /** JSON, where the resource has a policy. */
  readonly resourcePolicy?: string;
}

/** The answer, with the end of AWS's sentence about a denial: `because no identity-based policy allows the … action`. */
export type Decision =
  | { readonly allowed: true }
  | {
      readonly allowed: false;
      readonly by: 'identity' | 'boundary' | 'scp' | 'resource' | 'explicit-deny' | 'unknown-action';
      readonly detail: string;
    };

/** IAM, as it decides about roles and services. */
export interface Evaluator {
  may(question: Question): Promise<Decision>;
  /** After changes that did not pass the gate (CloudFormation). */
  forget(): void;
}

/**
 * Decides from the policies that the emulator holds: identity policies, permissions boundary and service control policies of a
 * role's sessions, and the resource's policy.
 * Source: IAM user guide, "Policy evaluation logic".
 * @param store shared with whoever tells it what has changed
 */
export function evaluator(api: EmulatorApi, store: PolicyStore = policyStore(api)): Evaluator {
  return {
    may: async (question) => decisionOf(await judgementOn(store, question), question.action),
    forget: () => store.forget(),
  };
}

/** What the policies say to a question, in full: for answers that tell more than yes or no. */
export async function judgementOn(store: PolicyStore, question: Question): Promise<Judgement> {
  const { asker, action, resource, resourceAccount, region } = question;
  const resourcePolicy = policyFrom('resource policy', question.resourcePolicy);
  const asked = { action, resource, resourceAccount, ...(resourcePolicy && { resourcePolicy }) };
  if (asker.kind === 'service') {
    const context = { ...principalContext(asker, region, {}), ...question.context };
    return judgedOnce(store, { ...asked, principal: asker.service, context, identityPolicies: [], controls: [] });
  }
  const account = asker.arn.split(':')[4] ?? '';
  const [role, controls] = await Promise.all([store.role(account, nameOf(asker.arn)), store.controls(account)]);
  const sessionPolicy = policyFrom('session policy', asker.sessionPolicy);
  const inquiry = {
    ...asked,
    principal: sessionArn(asker),
    context: { ...principalContext(asker, region, role ?? {}), ...question.context },
    identityPolicies: role?.identity ?? [],
    controls,
    ...(role?.boundary && { boundary: role.boundary }),
    ...(sessionPolicy && { sessionPolicy }),
  };
  return judgedOnce(store, inquiry);
}

/** `arn:P:sts::A:assumed-role/NAME/SESSION`: without the role's path (CloudTrail user guide, "userIdentity element"). */
export function sessionArn({ arn, sessionName }: Extract<Asker, { kind: 'role' }>): string {
  const [, partition = '', , , account = ''] = arn.split(':');
  return `arn:${partition}:sts::${account}:assumed-role/${nameOf(arn)}/${sessionName}`;
}

function nameOf(roleArn: string): string {
  return roleArn.slice(roleArn.lastIndexOf('/') + 1);
}

function policyFrom(name: string, json: string | undefined): NamedPolicy | undefined {
  if (json === undefined || json === '') return undefined;
  try {
    return { name, document: JSON.parse(json) };
  } catch {
    return { name, document: json }; // judged unreadable
  }
}

/** As AWS names each kind of policy in a denial. Source: IAM user guide, "Troubleshoot access denied error messages". */
const KINDS = {
  scp: 'service control policy',
  resource: 'resource-based policy',
  identity: 'identity-based policy',
  boundary: 'permissions boundary',
  session: 'session policy',
} as const;

/** A judgement in AWS's words. */
export function decisionOf(judgement: Judgement, action: string): Decision {
  switch (judgement.verdict) {
    case 'allowed':
      return { allowed: true };
    case 'unknown-action':
      return {
        allowed: false,
        by: 'unknown-action',
        detail: `because the local AWS does not know the ${action} action`,
      };
    case 'unreadable':
      return { allowed: false, by: 'identity', detail: `because a policy is not one: ${judgement.why}` };
    case 'unfit-resource':
      return { allowed: false, by: 'identity', detail: `because no ${KINDS.identity} allows the ${action} action` };
    case 'denied': {
      const kind = KINDS[judgement.by];
      if (judgement.explicit) {
        const article = judgement.by === 'identity' ? 'an' : 'a';
        return { allowed: false, by: 'explicit-deny', detail: `with an explicit deny in ${article} ${kind}` };
      }
      const by = judgement.by === 'session' ? 'identity' : judgement.by;
      return { allowed: false, by, detail: `because no ${kind} allows the ${action} action` };
    }
  }
}
