import { HEALTHY, judgeFact, type Rule, violated } from './verdicts.ts';

/** The role of the trail exists. */
export const roleMissing: Rule = (facts) =>
  judgeFact(facts.currentRole, 'GetRole', (role) =>
    role === 'missing' ? violated('GetRole', 'no role has the ARN that the trail uses') : HEALTHY,
  );
