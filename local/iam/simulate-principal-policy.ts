import type { Answer, Behaviour, Call } from '../gate/call.ts';
import { errorAnswer } from '../wire/error-answer.ts';
import { conditionKeysIn } from './conditions.ts';
import type { PolicyStore } from './policy-store.ts';
import { type EvaluationRequest, evaluate, type NamedPolicy } from './simulation.ts';
import { type SimulationResult, simulationAnswer } from './simulation-answer.ts';

type Form = Readonly<Record<string, unknown>>;
/** Everything of an evaluation but the action and its resource. */
type Policies = Omit<EvaluationRequest, 'action' | 'resource' | 'resourceAccount'>;

const IDENTITY = /^arn:([^:]+):iam::(\d{12}):(role|user)\/(?:.*\/)?([^/]+)$/;

/** A role or a user whose policies are simulated. */
interface Source {
  readonly kind: 'role' | 'user';
  readonly account: string;
  readonly name: string;
  /** The ARN of its requests. */
  readonly principal: string;
}

/**
 * Answers SimulatePrincipalPolicy for roles and users by the evaluation that decides about their
 * calls; the emulator answers for groups. As in AWS, only the context entries of the request count:
 * a key that the policies use and the request does not give is a missing context value.
 * Source: IAM API reference, SimulatePrincipalPolicy and EvaluationResult. Assumed: one result for
 * each pair of action and resource. Not built: pages, positions of statements, CallerArn.
 */
export function simulatePrincipalPolicy(store: PolicyStore): Behaviour {
  return async (call, next) => {
    if (call.service !== 'iam' || call.operation !== 'SimulatePrincipalPolicy' || call.input === undefined) {
      return next(call);
    }
    const source = sourceOf(textOf(call.input, 'PolicySourceArn'));
    if (source === undefined) return next(call);
    const policies = await policiesOf(store, call.input, source);
    if (policies === undefined) {
      const message = `The ${source.kind} with name ${source.name} cannot be found.`;
      return errorAnswer(call, { code: 'NoSuchEntity', message, status: 404 });
    }
    return simulate(call, call.input, source.account, policies);
  };
}

function sourceOf(arn: string): Source | undefined {
  const [, partition = '', account = '', kind = '', name = ''] = IDENTITY.exec(arn) ?? [];
  if (kind === 'user') return { kind, account, name, principal: arn };
  if (kind !== 'role') return undefined;
  return { kind, account, name, principal: `arn:${partition}:sts::${account}:assumed-role/${name}/simulated` };
}

/** The own policies with those that the request adds; undefined when there is no such identity. */
async function policiesOf(
  store: PolicyStore,
  form: Form,
  { kind, account, name, principal }: Source,
): Promise<Policies | undefined> {
  const arn = `arn:aws:iam::${account}:${kind}/${name}`;
  const own = await store.policiesOf(kind === 'user' ? { kind, arn } : { kind, arn, sessionName: 'simulated' });
  if (own === undefined) return undefined;
  const boundary = policiesIn(form, 'PermissionsBoundaryPolicyInputList')[0] ?? own.boundary;
  const resourcePolicy = textOf(form, 'ResourcePolicy');
  return {
    principal,
    context: contextEntries(form),
    identityPolicies: [...own.identity, ...policiesIn(form, 'PolicyInputList')],
    controls: await store.controls(account),
    ...(boundary && { boundary }),
    ...(resourcePolicy !== '' && { resourcePolicy: policy('ResourcePolicy', resourcePolicy) }),
  };
}

async function simulate(call: Call, form: Form, account: string, policies: Policies): Promise<Answer> {
  const { identityPolicies, boundary, controls, context } = policies;
  const all = [...identityPolicies, ...(boundary ? [boundary] : []), ...controls.flatMap((level) => level.policies)];
  const results: SimulationResult[] = [];
  for (const action of listOf(form, 'ActionNames')) {
    const missing = conditionKeysIn(all, action).filter((key) => !has(context, key));
    for (const resource of listOf(form, 'ResourceArns', ['*'])) {
      const resourceAccount = resource.split(':')[4] || account;
      const evaluation = await evaluate({ ...policies, action, resource, resourceAccount });
      if (evaluation.verdict === 'unknown-action') {
        return errorAnswer(call, { code: 'InvalidInput', message: `Invalid action: ${action}`, status: 400 });
      }
      results.push({
        ...{ action, resource, evaluation, missing },
        hasBoundary: boundary !== undefined,
        isControlled: controls.length > 0,
      });
    }
  }
  return simulationAnswer(results);
}

function contextEntries(form: Form): Readonly<Record<string, readonly string[]>> {
  const entries = Object.keys(form).flatMap(
    (name) => /^(ContextEntries\.member\.\d+)\.ContextKeyName$/.exec(name)?.[1] ?? [],
  );
  return Object.fromEntries(
    entries.map((entry) => [textOf(form, `${entry}.ContextKeyName`), listOf(form, `${entry}.ContextKeyValues`)]),
  );
}

function has(context: object, key: string): boolean {
  return Object.keys(context).some((name) => name.toLowerCase() === key.toLowerCase());
}

function policiesIn(form: Form, parameter: string): readonly NamedPolicy[] {
  return listOf(form, parameter).map((json, index) => policy(`${parameter}.${index + 1}`, json));
}

function policy(name: string, json: string): NamedPolicy {
  try {
    return { name, document: JSON.parse(json) };
  } catch {
    return { name, document: json }; // evaluates to `unreadable`
  }
}

function listOf(form: Form, parameter: string, otherwise: readonly string[] = []): readonly string[] {
  const values: string[] = [];
  while (`${parameter}.member.${values.length + 1}` in form) {
    values.push(textOf(form, `${parameter}.member.${values.length + 1}`));
  }
  return values.length === 0 ? otherwise : values;
}

function textOf(form: Form, name: string): string {
  const value = form[name];
  return typeof value === 'string' ? value : '';
}
