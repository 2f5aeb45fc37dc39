import type { SimulatedAction } from '../../../lambda/core/model/role.ts';
import type { AccountRole } from './account.ts';

/**
 * The actions that delivery needs (CloudTrail user guide, "Role policy document for CloudTrail to
 * use CloudWatch Logs for monitoring").
 */
export const DELIVERY_ACTIONS = ['logs:CreateLogStream', 'logs:PutLogEvents'] as const;

/**
 * @param boundaryArn the only boundary that allows delivery; a role with any other boundary has no
 * permissions
 */
export function isAllowed(role: AccountRole, action: string, resource: string, boundaryArn: string): boolean {
  const { allows, denies } = matchingStatements(role, action, resource);
  return isBounded(role, boundaryArn) && allows.some(isUnconditional) && denies.length === 0;
}

/** The results of SimulatePrincipalPolicy for the two actions of delivery. */
export function simulated(role: AccountRole, resource: string, boundaryArn: string): readonly SimulatedAction[] {
  return DELIVERY_ACTIONS.map((action) => {
    const { allows, denies } = matchingStatements(role, action, resource);
    const conditions = allows.every(isUnconditional) ? [] : allows.map(({ Condition }) => Condition);
    const denied = denies.length > 0 ? 'explicitDeny' : 'implicitDeny';
    const isForbidden = role.simulatedAsForbidden === true;
    return {
      action,
      resource,
      decision: isAllowed(role, action, resource, boundaryArn) && !isForbidden ? 'allowed' : denied,
      ...(role.boundaryArn !== undefined && { allowedByBoundary: isBounded(role, boundaryArn) }),
      ...(isForbidden && { allowedByOrganizations: false }),
      missingContext: conditions.flatMap((condition) =>
        Object.values(Object(condition)).flatMap((one) => Object.keys(Object(one))),
      ),
    };
  });
}

function isBounded(role: AccountRole, boundaryArn: string): boolean {
  return role.boundaryArn === undefined || role.boundaryArn === boundaryArn;
}

type Statement = Readonly<Record<string, unknown>>;

/** The statements of a role's policies that match an action on a resource. */
function matchingStatements(
  { policies }: AccountRole,
  action: string,
  resource: string,
): Record<'allows' | 'denies', readonly Statement[]> {
  const matching = Object.values(policies)
    .flatMap(statements)
    .filter(
      ({ Action, Resource }) =>
        many(Action).some((pattern) => matches(pattern, action)) &&
        many(Resource).some((pattern) => matches(pattern, resource)),
    );
  const having = (effect: string) => matching.filter(({ Effect }) => Effect === effect);
  return { allows: having('Allow'), denies: having('Deny') };
}

function isUnconditional({ Condition }: Statement): boolean {
  return Condition === undefined;
}

/** The statements of a policy document. */
export function statements(document: Readonly<Record<string, unknown>>): readonly Readonly<Record<string, unknown>>[] {
  const { Statement } = document;
  return Array.isArray(Statement) ? Statement : [];
}

/** The texts of a value that is a text or a list of texts. */
export function many(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).filter((entry) => typeof entry === 'string');
}

function matches(pattern: string, text: string): boolean {
  const source = pattern.split('*').map((part) => part.replace(/[^\w]/g, '\\$&'));
  return new RegExp(`^${source.join('.*')}$`).test(text);
}
