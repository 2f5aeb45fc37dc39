import type { TrailFacts } from '../model/facts.ts';
import { accountOfRole } from '../model/trail-id.ts';
import { judgeFact, type Rule } from './verdicts.ts';

/** The role of the trail exists. */
export const roleMissing: Rule = (facts, { account }) =>
  judgeFact(facts.currentRole, 'GetRole', (role) =>
    role === 'missing' && !isElsewhere(facts, account) ? 'no role has the ARN that the trail uses' : undefined,
  );

/** Only the account of the role can read the role with which it delivers an organization trail. */
function isElsewhere({ trail }: TrailFacts, account: string): boolean {
  if (!trail.read || !trail.value.isOrganizationTrail) return false;
  const owner = accountOfRole(trail.value.roleArn);
  return owner !== undefined && owner !== account;
}
