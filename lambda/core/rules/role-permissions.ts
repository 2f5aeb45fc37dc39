import { DELIVERY_ACTIONS } from '../integration/delivery-role.ts';
import type { Verdict } from '../model/finding.ts';
import type { SimulatedAction } from '../model/role.ts';
import { HEALTHY, judgeRole, type Rule, undecided, violated, worstOf } from './verdicts.ts';

const SOURCE = 'SimulatePrincipalPolicy';

/** The role may deliver to the log streams of the trail and of the members of an organization. */
export const rolePermissions: Rule = (facts, _settings, history) =>
  judgeRole(facts, history, facts.simulation, SOURCE, (simulated) => {
    const streams = [...new Set(simulated.map(({ resource }) => resource))];
    if (streams.length === 0) return undecided(SOURCE, 'the simulation returned no result');
    return worstOf(streams.flatMap((stream) => DELIVERY_ACTIONS.map((action) => verdictOn(action, stream, simulated))));
  });

/**
 * The policies and the boundary of the role decide. The simulation reports denials by Organizations
 * that no real call meets, and it does not know the values of condition keys.
 */
function verdictOn(action: string, stream: string, simulated: readonly SimulatedAction[]): Verdict {
  const result = simulated.find((one) => one.resource === stream && one.action.toLowerCase() === action.toLowerCase());
  if (!result) return undecided(SOURCE, `the simulation returned no result for ${action} on ${stream}`);
  if (result.decision === 'allowed') return HEALTHY;
  const denial = `${action} on ${stream} is denied (${result.decision})`;
  if (result.allowedByBoundary === false) return violated(SOURCE, `${denial} by the permissions boundary`);
  if (result.missingContext.length > 0) {
    return undecided(SOURCE, `${denial} unless the request has ${result.missingContext.join(', ')}`);
  }
  if (result.allowedByOrganizations === false) {
    return undecided(SOURCE, `${denial} by a policy of the organization, which the simulation is known to misjudge`);
  }
  return violated(SOURCE, `${denial} by the policies of the role`);
}
