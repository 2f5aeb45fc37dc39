import { logGroupArnMalformed } from './log-group-arn-malformed.ts';
import { logGroupClass } from './log-group-class.ts';
import { logGroupElsewhere } from './log-group-elsewhere.ts';
import { logGroupMissing } from './log-group-missing.ts';
import { logGroupNotSet } from './log-group-not-set.ts';
import { metricFilters } from './metric-filters.ts';
import { notLogging } from './not-logging.ts';
import { roleMissing } from './role-missing.ts';
import { roleNotSet } from './role-not-set.ts';
import type { Rule } from './verdicts.ts';

/** What a rule is about, which decides how it is repaired. */
export type Concern = 'log-group' | 'role' | 'logging' | 'metric-filters';

/** Every rule, in the order in which findings are reported. */
export const RULES = {
  'log-group-not-set': { concern: 'log-group', judge: logGroupNotSet },
  'log-group-arn-malformed': { concern: 'log-group', judge: logGroupArnMalformed },
  'log-group-elsewhere': { concern: 'log-group', judge: logGroupElsewhere },
  'log-group-missing': { concern: 'log-group', judge: logGroupMissing },
  'log-group-class': { concern: 'log-group', judge: logGroupClass },
  'role-not-set': { concern: 'role', judge: roleNotSet },
  'role-missing': { concern: 'role', judge: roleMissing },
  'not-logging': { concern: 'logging', judge: notLogging },
  'metric-filters': { concern: 'metric-filters', judge: metricFilters },
} satisfies Readonly<Record<string, { readonly concern: Concern; readonly judge: Rule }>>;

/** The ids of the rules: a contract with those who read findings. */
export type RuleId = keyof typeof RULES;
