import { deliveryError } from './delivery-error.ts';
import { deliveryStale } from './delivery-stale.ts';
import { logGroupArnMalformed } from './log-group-arn-malformed.ts';
import { logGroupClass } from './log-group-class.ts';
import { logGroupElsewhere } from './log-group-elsewhere.ts';
import { logGroupMissing } from './log-group-missing.ts';
import { logGroupNotSet } from './log-group-not-set.ts';
import { metricFilters } from './metric-filters.ts';
import { noFileValidation } from './no-file-validation.ts';
import { noManagementEvents } from './no-management-events.ts';
import { notEncrypted } from './not-encrypted.ts';
import { notLogging } from './not-logging.ts';
import { retentionForeign } from './retention-foreign.ts';
import { retentionShort, retentionUnset } from './retention-of-ours.ts';
import { roleMissing } from './role-missing.ts';
import { roleNotSet } from './role-not-set.ts';
import { rolePermissions } from './role-permissions.ts';
import { roleTrust } from './role-trust.ts';
import { singleRegion } from './single-region.ts';
import { targetChanged } from './target-changed.ts';
import type { Rule } from './verdicts.ts';

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

/** Every rule, in the order in which findings are reported. */
export const RULES = {
  'log-group-not-set': { concern: 'log-group', judge: logGroupNotSet },
  'log-group-arn-malformed': { concern: 'log-group', judge: logGroupArnMalformed },
  'log-group-elsewhere': { concern: 'log-group', judge: logGroupElsewhere },
  'log-group-missing': { concern: 'log-group', judge: logGroupMissing },
  'log-group-class': { concern: 'log-group', judge: logGroupClass },
  'role-not-set': { concern: 'role', judge: roleNotSet },
  'role-missing': { concern: 'role', judge: roleMissing },
  'role-trust': { concern: 'role', judge: roleTrust },
  'role-permissions': { concern: 'role', judge: rolePermissions },
  'not-logging': { concern: 'logging', judge: notLogging },
  'delivery-error': { concern: 'delivery', judge: deliveryError },
  'delivery-stale': { concern: 'delivery', judge: deliveryStale },
  'retention-short': { concern: 'retention', judge: retentionShort },
  'retention-unset': { concern: 'retention', judge: retentionUnset },
  'metric-filters': { concern: 'metric-filters', judge: metricFilters },
  'target-changed': { concern: 'target', judge: targetChanged },
  'retention-foreign': { concern: 'advice', judge: retentionForeign },
  'single-region': { concern: 'advice', judge: singleRegion },
  'no-file-validation': { concern: 'advice', judge: noFileValidation },
  'not-encrypted': { concern: 'advice', judge: notEncrypted },
  'no-management-events': { concern: 'advice', judge: noManagementEvents },
} satisfies Readonly<Record<string, { readonly concern: Concern; readonly judge: Rule }>>;

/** The ids of the rules: a contract with those who read findings. */
export type RuleId = keyof typeof RULES;
