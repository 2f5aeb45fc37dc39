import type { SimulatedAction } from '../../lambda/core/model/role.ts';

const BOUNDARY_KEY = /^iam:PermissionsBoundary$/i;

/** The simulated calls that are denied, by what denies them. */
export interface Denials {
  readonly byPolicies: readonly SimulatedAction[];
  readonly byBoundary: readonly SimulatedAction[];
  /** The simulation reports denials of organizations that no real call meets. */
  readonly byOrganization: readonly SimulatedAction[];
  /** Without a permissions boundary on the new role. */
  readonly withoutBoundary: readonly SimulatedAction[];
  /** The policies ask for values that only a real call has. */
  readonly unclear: readonly SimulatedAction[];
}

export function denialsIn(simulated: readonly SimulatedAction[]): Denials {
  const denied = simulated.filter(({ decision }) => decision !== 'allowed');
  const groups = Map.groupBy(denied, causeOf);
  const having = (cause: keyof Denials): readonly SimulatedAction[] => groups.get(cause) ?? [];
  return {
    byPolicies: having('byPolicies'),
    byBoundary: having('byBoundary'),
    byOrganization: having('byOrganization'),
    withoutBoundary: having('withoutBoundary'),
    unclear: having('unclear'),
  };
}

function causeOf({ allowedByBoundary, allowedByOrganizations, missingContext }: SimulatedAction): keyof Denials {
  if (allowedByBoundary === false) return 'byBoundary';
  if (missingContext.some((key) => BOUNDARY_KEY.test(key))) return 'withoutBoundary';
  if (missingContext.length > 0) return 'unclear';
  return allowedByOrganizations === false ? 'byOrganization' : 'byPolicies';
}

/** The actions, each once. */
export function actionsOf(simulated: readonly SimulatedAction[]): string {
  return [...new Set(simulated.map(({ action }) => action))].join(', ');
}
