import { type EvaluationResult, GetRoleCommand, paginateSimulatePrincipalPolicy } from '@aws-sdk/client-iam';
import type { Clients } from '../../lambda/aws/clients.ts';
import { readFact, readPages, unread } from '../../lambda/aws/read/fact.ts';
import type { Fact } from '../../lambda/core/model/fact.ts';
import type { SimulatedAction } from '../../lambda/core/model/role.ts';
import type { Caller } from '../caller.ts';

/** Calls to simulate: every action on every resource. */
export interface SimulatedCalls {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** By condition key. */
  readonly context: Readonly<Record<string, string>>;
}

/**
 * The ARN of the user or the role whose policies decide about the caller. IAM simulates neither the
 * root user nor federated users.
 * Source: IAM API reference, SimulatePrincipalPolicy (PolicySourceArn).
 */
export async function readPolicySource(clients: Clients, caller: Caller): Promise<Fact<string>> {
  if (caller.kind === 'user') return { read: true, value: caller.arn };
  if (caller.kind !== 'session') return unread('IAM simulates only users and roles');
  const command = new GetRoleCommand({ RoleName: caller.roleName });
  return readFact(
    'GetRole',
    () => clients.iam().send(command),
    ({ Role }) => Role?.Arn,
  );
}

/** What the policies of a user or role decide about calls. Session policies do not count. */
export async function simulateCalls(
  clients: Clients,
  source: Fact<string>,
  calls: readonly SimulatedCalls[],
): Promise<Fact<readonly SimulatedAction[]>> {
  if (!source.read) return source;
  const answers = await Promise.all(calls.map((one) => simulate(clients, source.value, one)));
  const failed = answers.find(({ read }) => !read);
  if (failed && !failed.read) return failed;
  return { read: true, value: answers.flatMap((answer) => (answer.read ? answer.value : [])) };
}

function simulate(
  clients: Clients,
  PolicySourceArn: string,
  { actions, resources, context }: SimulatedCalls,
): Promise<Fact<readonly SimulatedAction[]>> {
  const ContextEntries = Object.entries(context).map(([ContextKeyName, value]) => {
    return { ContextKeyName, ContextKeyType: 'string' as const, ContextKeyValues: [value] };
  });
  const input = { PolicySourceArn, ActionNames: [...actions], ResourceArns: [...resources], ContextEntries };
  const pages = () => paginateSimulatePrincipalPolicy({ client: clients.iam() }, input);
  return readPages('SimulatePrincipalPolicy', pages, ({ EvaluationResults = [] }) =>
    EvaluationResults.flatMap(simulatedActionsFrom),
  );
}

/** A result is about one resource, or has one result for each. */
function simulatedActionsFrom(result: EvaluationResult): SimulatedAction[] {
  const { EvalActionName: action = '', ResourceSpecificResults: specific = [] } = result;
  const common = {
    resource: result.EvalResourceName ?? '*',
    decision: result.EvalDecision,
    missing: result.MissingContextValues,
    boundary: result.PermissionsBoundaryDecisionDetail,
  };
  const each = specific.map((one) => ({
    resource: one.EvalResourceName ?? '*',
    decision: one.EvalResourceDecision,
    missing: one.MissingContextValues ?? result.MissingContextValues,
    boundary: one.PermissionsBoundaryDecisionDetail ?? result.PermissionsBoundaryDecisionDetail,
  }));
  const byOrganizations = result.OrganizationsDecisionDetail?.AllowedByOrganizations;
  return (each.length > 0 ? each : [common]).map(({ resource, decision, missing = [], boundary }) => ({
    action,
    resource,
    decision: String(decision),
    ...(byOrganizations !== undefined && { allowedByOrganizations: byOrganizations }),
    ...(boundary?.AllowedByPermissionsBoundary !== undefined && {
      allowedByBoundary: boundary.AllowedByPermissionsBoundary,
    }),
    missingContext: missing,
  }));
}
