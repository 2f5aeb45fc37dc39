/** The rules as data: their ids, which are a contract with readers of findings, and what each is about. */

/** What a rule is about, which decides how it is repaired. `target` is told once and never repaired, `advice` only beside other things. */
export type Concern =
  | 'log-group'
  | 'role'
  | 'delivery'
  | 'logging'
  | 'retention'
  | 'metric-filters'
  | 'target'
  | 'advice';

/** The concern of every rule, in the order in which findings are reported. */
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
  'target-changed': 'target',
  'retention-foreign': 'advice',
  'single-region': 'advice',
  'no-file-validation': 'advice',
  'not-encrypted': 'advice',
  'no-management-events': 'advice',
} as const satisfies Readonly<Record<string, Concern>>;

/** The id of a rule about one trail. */
export type RuleId = keyof typeof CONCERNS;

/** The ids of the rules about the account, in the order in which findings are reported. */
export const ACCOUNT_RULE_IDS = ['no-trail', 'no-multi-region-trail'] as const;

/** The id of a rule about the account. */
export type AccountRuleId = (typeof ACCOUNT_RULE_IDS)[number];
