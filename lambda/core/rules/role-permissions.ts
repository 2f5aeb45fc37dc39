import { DELIVERY_ACTIONS } from '../integration/delivery-role.ts';
import type { SimulatedAction } from '../model/facts.ts';
import type { Verdict } from '../model/finding.ts';
import { HEALTHY, judgedRole, type Rule, undecided, violated } from './verdicts.ts';

const SOURCE = 'SimulatePrincipalPolicy';

/** The trail's role may do what delivery takes, on the trail's own log streams and, of an organization trail, on those of the members. */
export const rolePermissions: Rule = (facts, _settings, history) =>
  judgedRole(facts, history, facts.simulation, SOURCE, (simulated) => {
    const streams = [...new Set(simulated.map(({ resource }) => resource))];
    if (streams.length === 0) return undecided(SOURCE, 'the simulation says nothing of any log stream');
    const verdicts = streams.flatMap((stream) =>
      DELIVERY_ACTIONS.map((action) => verdictOn(action, stream, simulated)),
    );
    return (
      verdicts.find(({ verdict }) => verdict === 'violated') ??
      verdicts.find(({ verdict }) => verdict === 'undecided') ??
      HEALTHY
    );
  });

/**
 * A denial by the role's own policies or its boundary is one. The simulation is known to report denials by Organizations that are
 * none, and cannot know what a condition will find.
 */
function verdictOn(action: string, stream: string, simulated: readonly SimulatedAction[]): Verdict {
  const result = simulated.find((one) => one.resource === stream && one.action.toLowerCase() === action.toLowerCase());
  if (!result) return undecided(SOURCE, `the simulation says nothing of ${action} on ${stream}`);
  if (result.decision === 'allowed') return HEALTHY;
  const denial = `${action} on ${stream} is denied (${result.decision})`;
  if (result.allowedByBoundary === false) return violated(SOURCE, `${denial} by the permissions boundary`);
  if (result.missingContext.length > 0) {
    return undecided(SOURCE, `${denial}, unless the call brings ${result.missingContext.join(', ')}`);
  }
  if (result.allowedByOrganizations === false) {
    return undecided(SOURCE, `${denial} by a policy of the organization, and the simulation is known to err there`);
  }
  return violated(SOURCE, `${denial} by the policies of the role`);
}
