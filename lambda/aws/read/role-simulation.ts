import {
  type EvaluationResult,
  SimulatePrincipalPolicyCommand,
  type SimulatePrincipalPolicyCommandOutput,
} from '@aws-sdk/client-iam';
import { type DeliveryFacts, isRoleProven } from '../../core/integration/delivery-health.ts';
import { DELIVERY_ACTIONS, logStreamArns } from '../../core/integration/delivery-role.ts';
import type { Fact, SimulatedAction, TrailFacts } from '../../core/model/facts.ts';
import { groupBeside, isRoleOf, type TrailId } from '../../core/model/trail-id.ts';
import { callAws } from '../call.ts';
import type { Clients } from '../clients.ts';
import { factFrom } from './fact.ts';

/**
 * Asks IAM whether the role that a trail names may deliver to the group that it names, unless that is proven or pointless.
 * @param askOrganization of an organization trail that is to be repaired: its role has to be allowed the streams of the members too
 */
export async function simulationOf(
  clients: Clients,
  id: TrailId,
  facts: DeliveryFacts,
  askOrganization?: () => Promise<Fact<string>>,
): Promise<TrailFacts['simulation']> {
  const { trail } = facts;
  if (!trail.read) return trail;
  const { logGroupArn, roleArn } = trail.value;
  const group = groupBeside(id, logGroupArn);
  if (!group || !isRoleOf(id, roleArn) || isRoleProven(facts)) return { read: true, value: 'not-needed' };
  const organization = await askOrganization?.();
  if (organization && !organization.read) return organization;
  const streams = logStreamArns(id, group.name, organization?.value);
  const answers = await Promise.all(streams.map((stream) => simulationOn(clients, roleArn, stream)));
  const unread = answers.find((answer) => !answer.read);
  return unread ?? { read: true, value: answers.flatMap((answer) => (answer.read ? answer.value : [])) };
}

/** Each stream in a request of its own: then no answer is about several. One that tells nothing is unread. */
async function simulationOn(
  clients: Clients,
  roleArn: string,
  stream: string,
): Promise<Fact<readonly SimulatedAction[]>> {
  const answer = await callAws('SimulatePrincipalPolicy', () =>
    clients.iam().send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: roleArn,
        ActionNames: [...DELIVERY_ACTIONS],
        ResourceArns: [stream],
      }),
    ),
  );
  return factFrom(answer, ({ EvaluationResults }: SimulatePrincipalPolicyCommandOutput) =>
    EvaluationResults?.length ? Array.from(EvaluationResults, (result) => simulated(result, stream)) : undefined,
  );
}

/** What stands beside the resource comes before what stands beside the action: there it is about all resources together. */
function simulated(result: EvaluationResult, resource: string): SimulatedAction {
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
