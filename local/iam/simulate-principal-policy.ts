import type { Behaviour } from '../gate/call.ts';
import { errorAnswer } from '../wire/error-answer.ts';
import { keysAskedFor } from './conditions.ts';
import type { PolicyStore } from './policy-store.ts';
import { judge, type NamedPolicy } from './simulation.ts';
import { type Simulated, simulationAnswer } from './simulation-answer.ts';

type Form = Readonly<Record<string, unknown>>;
const ROLE = /^arn:([^:]+):iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/;

/**
 * Answers SimulatePrincipalPolicy for roles by the evaluation that decides about their calls; users are left to the emulator.
 * Only the context entries of the request count, as in AWS: a key that the policies ask for and the request does not give is a
 * missing context value.
 * Source: IAM API reference, SimulatePrincipalPolicy and EvaluationResult. Assumed: one result for each pair of action and
 * resource. Not built: pages, positions of statements, CallerArn.
 */
export function simulatePrincipalPolicy(store: PolicyStore): Behaviour {
  return async (call, next) => {
    if (call.service !== 'iam' || call.operation !== 'SimulatePrincipalPolicy' || call.input === undefined) {
      return next(call);
    }
    const [, partition = '', account = '', name = ''] = ROLE.exec(textOf(call.input, 'PolicySourceArn')) ?? [];
    if (account === '') return next(call);
    const role = await store.role(account, name);
    if (role === undefined) {
      const message = `The role with name ${name} cannot be found.`;
      return errorAnswer(call, { code: 'NoSuchEntity', message, status: 404 });
    }
    const form = call.input;
    const controls = await store.controls(account);
    const boundary = given(form, 'PermissionsBoundaryPolicyInputList')[0] ?? role.boundary;
    const identityPolicies = [...role.identity, ...given(form, 'PolicyInputList')];
    const resourcePolicy = textOf(form, 'ResourcePolicy');
    const context = contextEntries(form);
    const policies = [...identityPolicies, ...(boundary ? [boundary] : []), ...controls.flatMap((l) => l.policies)];
    const simulated: Simulated[] = [];
    for (const action of listOf(form, 'ActionNames')) {
      const asked = keysAskedFor(policies, action);
      for (const resource of listOf(form, 'ResourceArns', ['*'])) {
        const judgement = await judge({
          principal: `arn:${partition}:sts::${account}:assumed-role/${name}/simulated`,
          action,
          resource,
          resourceAccount: resource.split(':')[4] || account,
          context,
          identityPolicies,
          controls,
          ...(boundary && { boundary }),
          ...(resourcePolicy !== '' && { resourcePolicy: policy('ResourcePolicy', resourcePolicy) }),
        });
        if (judgement.verdict === 'unknown-action') {
          return errorAnswer(call, { code: 'InvalidInput', message: `Invalid action: ${action}`, status: 400 });
        }
        const missing = asked.filter((key) => !has(context, key));
        simulated.push({
          ...{ action, resource, judgement, missing },
          hasBoundary: boundary !== undefined,
          isControlled: controls.length > 0,
        });
      }
    }
    return simulationAnswer(simulated);
  };
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
  return Object.keys(context).some((given) => given.toLowerCase() === key.toLowerCase());
}

function given(form: Form, parameter: string): readonly NamedPolicy[] {
  return listOf(form, parameter).map((json, index) => policy(`${parameter}.${index + 1}`, json));
}

function policy(name: string, json: string): NamedPolicy {
  try {
    return { name, document: JSON.parse(json) };
  } catch {
    return { name, document: json }; // judged unreadable
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
