/** The rules as data. Their ids are a contract with readers of findings. */

/** In the order in which trailmend reports findings. */
export const CONCERNS = {
  'log-group-not-set': 'log-group',
  'log-group-arn-malformed': 'log-group',
  'log-group-elsewhere': 'log-group',
  'log-group-missing': 'log-group',
  'log-group-class': 'log-group',
  'role-not-set': 'role',
  'role-missing': 'role',
  'role-trust': 'role',
  'role-permissions': 'role',
  'not-logging': 'logging',
  'delivery-error': 'delivery',
  'delivery-stale': 'delivery',
  'retention-short': 'retention',
  'retention-unset': 'retention',
  'metric-filters': 'metric-filters',
  'recording-narrowed': 'weakening',
  'coverage-narrowed': 'weakening',
  'validation-off': 'weakening',
  'key-changed': 'weakening',
  'bucket-changed': 'weakening',
  'group-remade': 'weakening',
  'group-retention-lowered': 'weakening',
  'group-filters-removed': 'weakening',
  'group-streams-deleted': 'weakening',
  'group-masked': 'weakening',
  'target-changed': 'weakening',
  'role-changed': 'weakening',
  'role-tampered': 'weakening',
  'bucket-delivery-error': 'weakening',
  'logging-gap': 'recording',
  'retention-foreign': 'advice',
  'single-region': 'advice',
  'no-file-validation': 'advice',
  'not-encrypted': 'advice',
  'no-management-events': 'advice',
} as const;

/** A rule about one trail. */
export type RuleId = keyof typeof CONCERNS;
/** What a rule is about: it decides the repair. `weakening`, `recording`, `advice` have none. */
export type Concern = (typeof CONCERNS)[RuleId];
/** A rule that compares a trail with its posture. */
export type WeakeningRule = { [R in RuleId]: (typeof CONCERNS)[R] extends 'weakening' ? R : never }[RuleId];

export function isAboutWeakening(rule: string): rule is WeakeningRule {
  return rule in CONCERNS && CONCERNS[rule as RuleId] === 'weakening';
}

/** The weakenings that no call on the trail makes, so that its owner cannot accept them. */
export const BESIDE_THE_TRAIL: ReadonlySet<string> = new Set<WeakeningRule>(['role-tampered', 'bucket-delivery-error']);

/** The rules about the account, in the order in which trailmend reports findings. */
export const ACCOUNT_RULE_IDS = [
  'no-trail',
  'region-not-recorded',
  'no-multi-region-trail',
  'trail-not-judged',
] as const;

export type AccountRuleId = (typeof ACCOUNT_RULE_IDS)[number];
