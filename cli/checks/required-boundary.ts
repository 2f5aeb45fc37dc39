import type { AccountFacts, Check } from './account-facts.ts';
import { ok, problem, unknown } from './result.ts';
import { actionsOf, denialsIn } from './simulated-denials.ts';

/** No policy demands a permissions boundary that new delivery roles do not get. */
export const requiredBoundary: Check<Pick<AccountFacts, 'settings' | 'simulation'>> = ({ settings, simulation }) => {
  const boundary = settings.deliveryRoleBoundaryArn;
  if (settings.deliveryRoleArn !== undefined)
    return [ok('A repair creates no role: the stack has one for all trails.')];
  if (!simulation.read) return [unknown('whether the account demands a permissions boundary on roles', simulation)];
  const { withoutBoundary } = denialsIn(simulation.value);
  if (withoutBoundary.length === 0) {
    return [
      ok(
        boundary === ''
          ? 'New roles need no permissions boundary.'
          : `New delivery roles get the boundary ${boundary}.`,
      ),
    ];
  }
  return [
    problem(
      `A policy allows ${actionsOf(withoutBoundary)} only with a permissions boundary, and delivery roles get one from a deployed stack only.`,
      'npx cdk deploy Trailmend --parameters Trailmend:PermissionsBoundaryArn=BOUNDARY_POLICY_ARN',
    ),
  ];
};
