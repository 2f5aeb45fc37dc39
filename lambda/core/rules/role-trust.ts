import { judgeTrust } from '../integration/trust-policy.ts';
import { judgeRole, type Rule, undecided } from './verdicts.ts';

/** CloudTrail may assume the role of the trail. */
export const roleTrust: Rule = (facts, _settings, history) =>
  judgeRole(facts, history, facts.currentRole, 'GetRole', (role) => {
    if (typeof role === 'string') return undefined;
    const trust = judgeTrust(role.trustDocument);
    if (trust.trusts === true) return undefined;
    return trust.trusts === false ? trust.why : undecided('GetRole', trust.why);
  });
