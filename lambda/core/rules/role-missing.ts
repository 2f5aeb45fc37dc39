import { judgeFact, type Rule } from './verdicts.ts';

/** The role of the trail exists. */
export const roleMissing: Rule = (facts) =>
  judgeFact(facts.currentRole, 'GetRole', (role) =>
    role === 'missing' ? 'no role has the ARN that the trail uses' : undefined,
  );
