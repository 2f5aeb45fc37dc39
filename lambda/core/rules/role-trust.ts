import { judgeTrust } from '../integration/trust-policy.ts';
import { HEALTHY, judgeRole, type Rule, undecided, violated } from './verdicts.ts';

/** CloudTrail may assume the role of the trail. */
export const roleTrust: Rule = (facts, _settings, history) =>
  judgeRole(facts, history, facts.currentRole, 'GetRole', (role) => {
    if (typeof role === 'string') return HEALTHY;
    const trust = judgeTrust(role.trustDocument);
    if (trust.trusts === true) return HEALTHY;
    return trust.trusts === false ? violated('GetRole', trust.why) : undecided('GetRole', trust.why);
  });
