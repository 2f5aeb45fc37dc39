import { foreignChanges } from '../integration/delivery-role.ts';
import { judgeFact, type Rule, undecided } from './verdicts.ts';

/**
 * Others changed nothing in the delivery role of trailmend that the trail uses. A missing role is
 * another rule's.
 */
export const roleTampered: Rule = ({ ownRole }, { deliveryRoleBoundaryArn }) =>
  judgeFact(ownRole, 'GetRole', (role) => {
    if (role === 'missing') return undefined;
    const changes = foreignChanges(role, deliveryRoleBoundaryArn);
    if (changes.length > 0) return `others changed the role ${role.arn}: ${changes.join('; ')}`;
    return role.otherPolicies.read ? undefined : undecided('ListRolePolicies', role.otherPolicies.why);
  });
