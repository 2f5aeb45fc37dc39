import { type EvaluationResult, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { DELIVERY_ACTIONS, logStreamArns } from '../../core/integration/delivery-role.ts';
import { type Fact, NOT_ASKED } from '../../core/model/fact.ts';
import type { TrailFacts } from '../../core/model/facts.ts';
import type { SimulatedAction } from '../../core/model/role.ts';
import type { Settings } from '../../core/model/settings.ts';
import type { Trail } from '../../core/model/trail.ts';
import { groupBeside, isRoleOf, type TrailId } from '../../core/model/trail-id.ts';
import type { Clients } from '../clients.ts';
import { readFact } from './fact.ts';
import { readOrganizationIdFor } from './organization.ts';

/**
 * Asks IAM whether the role of a trail may deliver to its log group, if both are in the trail's
 * account. The role of an organization trail also needs the streams of the members.
 */
export async function readRoleSimulation(
  clients: Clients,
  settings: Settings,
  id: TrailId,
  trail: Fact<Trail>,
): Promise<TrailFacts['simulation']> {
  if (!trail.read) return trail;
  const { logGroupArn, roleArn } = trail.value;
  const group = groupBeside(id, logGroupArn);
  if (!group || !isRoleOf(id, roleArn) || id.account !== settings.account) return NOT_ASKED;
  const organizationId = await readOrganizationIdFor(clients, trail, settings);
  if (organizationId !== NOT_ASKED && !organizationId.read) return organizationId;
  const streams = logStreamArns(id, group.name, organizationId === NOT_ASKED ? undefined : organizationId.value);
  const answers = await Promise.all(streams.map((stream) => simulateOn(clients, roleArn, stream)));
  const unread = answers.find((answer) => !answer.read);
  return unread ?? { read: true, value: answers.flatMap((answer) => (answer.read ? answer.value : [])) };
}

/** One request for each stream, so that no result is about several. An empty result is unread. */
function simulateOn(clients: Clients, roleArn: string, stream: string): Promise<Fact<readonly SimulatedAction[]>> {
  const input = { PolicySourceArn: roleArn, ActionNames: [...DELIVERY_ACTIONS], ResourceArns: [stream] };
  const send = () => clients.iam().send(new SimulatePrincipalPolicyCommand(input));
  return readFact('SimulatePrincipalPolicy', send, ({ EvaluationResults }) =>
    EvaluationResults?.length
      ? Array.from(EvaluationResults, (result) => simulatedActionFrom(result, stream))
      : undefined,
  );
}

/** The result for the resource takes precedence over the result for all resources together. */
function simulatedActionFrom(result: EvaluationResult, resource: string): SimulatedAction {
  const specific = result.ResourceSpecificResults?.find(({ EvalResourceName }) => EvalResourceName === resource);
  const byOrganizations = result.OrganizationsDecisionDetail?.AllowedByOrganizations;
  const byBoundary = (specific?.PermissionsBoundaryDecisionDetail ?? result.PermissionsBoundaryDecisionDetail)
    ?.AllowedByPermissionsBoundary;
  return {
    action: String(result.EvalActionName),
    resource,
    decision: String(specific?.EvalResourceDecision ?? result.EvalDecision),
    ...(byOrganizations !== undefined && { allowedByOrganizations: byOrganizations }),
    ...(byBoundary !== undefined && { allowedByBoundary: byBoundary }),
    missingContext: [...(specific?.MissingContextValues ?? result.MissingContextValues ?? [])].map(String),
  };
}
