import type { Answer, Behaviour, Call } from '../gate/call.ts';
import { errorAnswer } from '../wire/error-answer.ts';
import { conditionKeysIn } from './conditions.ts';
import type { PolicyStore } from './policy-store.ts';
import { type EvaluationRequest, evaluate, type NamedPolicy } from './simulation.ts';
import { type SimulationResult, simulationAnswer } from './simulation-answer.ts';

type Form = Readonly<Record<string, unknown>>;
/** Everything of an evaluation but the action and its resource. */
type Policies = Omit<EvaluationRequest, 'action' | 'resource' | 'resourceAccount'>;

const ROLE = /^arn:([^:]+):iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/;

/**
 * Answers SimulatePrincipalPolicy for roles by the evaluation that decides about their calls; the
 * emulator answers for users. As in AWS, only the context entries of the request count: a key that
 * the policies use and the request does not give is a missing context value.
 * Source: IAM API reference, SimulatePrincipalPolicy and EvaluationResult. Assumed: one result for
 * each pair of action and resource. Not built: pages, positions of statements, CallerArn.
 */
export function simulatePrincipalPolicy(store: PolicyStore): Behaviour {
  return async (call, next) => {
    if (call.service !== 'iam' || call.operation !== 'SimulatePrincipalPolicy' || call.input === undefined) {
      return next(call);
    }
    const [, partition = '', account = '', name = ''] = ROLE.exec(textOf(call.input, 'PolicySourceArn')) ?? [];
    if (account === '') return next(call);
    const principal = `arn:${partition}:sts::${account}:assumed-role/${name}/simulated`;
    const policies = await policiesOf(store, call.input, account, name, principal);
    if (policies === undefined) {
      const message = `The role with name ${name} cannot be found.`;
      return errorAnswer(call, { code: 'NoSuchEntity', message, status: 404 });
    }
    return simulate(call, call.input, account, policies);
  };
}

/** The role's policies with those that the request adds; undefined when the role does not exist. */
async function policiesOf(
  store: PolicyStore,
  form: Form,
  account: string,
  name: string,
  principal: string,
): Promise<Policies | undefined> {
  const role = await store.role(account, name);
  if (role === undefined) return undefined;
  const boundary = policiesIn(form, 'PermissionsBoundaryPolicyInputList')[0] ?? role.boundary;
  const resourcePolicy = textOf(form, 'ResourcePolicy');
  return {
    principal,
    context: contextEntries(form),
    identityPolicies: [...role.identity, ...policiesIn(form, 'PolicyInputList')],
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
