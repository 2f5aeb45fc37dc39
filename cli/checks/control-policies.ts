import { type Statement, statementsOf } from '../../lambda/core/integration/policy-statements.ts';
import { foreign } from '../../lambda/core/model/foreign-text.ts';
import { decide } from '../policies/decide.ts';
import type { ControlLevel } from '../reads/control-policies.ts';
import type { AccountFacts, Check } from './account-facts.ts';
import { awsCommand } from './mend.ts';
import { type Finding, ok, problem, unknown, warning } from './result.ts';
import { actionsOf, denialsIn } from './simulated-denials.ts';

type Facts = Pick<AccountFacts, 'account' | 'calls' | 'caller' | 'organization' | 'simulation'>;

/** No service control policy of the organization denies a call of a repair. */
export const controlPolicies: Check<Facts> = (facts) => {
  const { membership, levels } = facts.organization;
  if (!membership.read) return [unknown('whether an organization has the account', membership)];
  if (membership.value === 'none') return [ok('No organization has the account, so that no such policy applies.')];
  if (membership.value === 'management') {
    return [ok('Service control policies do not apply to the management account.')];
  }
  if (levels === 'not-asked' || !levels.read) return [judgeSimulation(facts)];
  const findings = levels.value.flatMap((level) => judgeLevel(level, facts));
  return findings.length > 0 ? findings : [ok('No service control policy denies a call of a repair.')];
};

/** A member account cannot read the policies, and IAM simulates them. */
function judgeSimulation({ account, simulation }: Facts): Finding {
  const hidden = 'Only the management account and a delegated administrator can read service control policies';
  if (!simulation.read) return unknown('what service control policies deny', { why: `${hidden}. ${simulation.why}` });
  const denied = denialsIn(simulation.value).byOrganization;
  if (denied.length > 0) {
    return warning(
      `IAM simulates that a service control policy denies ${actionsOf(denied)}. The simulation is known to report such denials in error. ${hidden}.`,
      `aws organizations list-policies-for-target --target-id ${account} --filter SERVICE_CONTROL_POLICY`,
    );
  }
  if (simulation.value.some(({ allowedByOrganizations }) => allowedByOrganizations === undefined)) {
    return unknown('what service control policies deny', { why: `${hidden}, and IAM did not simulate them.` });
  }
  return ok(`IAM simulates that no service control policy denies a call of a repair. ${hidden}.`);
}

/** The policies of a level together have to allow a call, and none may deny it. */
function judgeLevel({ target, policies }: ControlLevel, facts: Facts): readonly Finding[] {
  const parsed = policies.map((policy) => ({ ...policy, statements: statementsOf(policy.document) }));
  const unread = parsed.filter(({ statements }) => !statements);
  const findings = parsed.flatMap(({ id, name, statements = [] }) => {
    const denials = statements.filter(({ Effect }) => Effect === 'Deny');
    return judgePolicy(`${foreign(name)} (${id}) of ${target}`, denials, facts, describing(id));
  });
  const all = parsed.flatMap(({ statements = [] }) => statements);
  const lacking = actionsWith(['not-allowed'], all, facts);
  return [
    ...findings,
    ...(lacking.length > 0 && unread.length === 0
      ? [problem(`No service control policy of ${target} allows ${lacking.join(', ')}.`)]
      : []),
    ...unread.map(({ name, id }) =>
      unknown(`the service control policy ${foreign(name)} (${id})`, { why: 'It is no policy in JSON.' }),
    ),
  ];
}

function judgePolicy(policy: string, denials: readonly Statement[], facts: Facts, mend: string): readonly Finding[] {
  const denied = actionsWith(['denied'], denials, facts);
  const perhaps = actionsWith(['unclear'], denials, facts);
  return [
    ...(denied.length > 0 ? [problem(`The service control policy ${policy} denies ${denied.join(', ')}.`, mend)] : []),
    ...(perhaps.length > 0
      ? [warning(`The service control policy ${policy} can deny ${perhaps.join(', ')}: its conditions decide.`, mend)]
      : []),
  ];
}

/** The actions of a repair that statements decide about in one of these ways. */
function actionsWith(
  decisions: readonly string[],
  statements: readonly Statement[],
  { calls, caller }: Facts,
): readonly string[] {
  const single = calls.flatMap(({ actions, resources, context }) =>
    actions.flatMap((action) => resources.map((resource) => ({ action, resource, context }))),
  );
  const principal = caller.kind === 'user' || caller.kind === 'root' ? { 'aws:PrincipalArn': caller.arn } : {};
  const decided = single.filter(({ context, ...call }) =>
    decisions.includes(decide(statements, { ...call, context: { ...context, ...principal } })),
  );
  return [...new Set(decided.map(({ action }) => action))];
}

/** Nobody but the owners of the policy can say what it may no longer deny. */
function describing(id: string): string {
  return awsCommand('organizations describe-policy', { PolicyId: id });
}
