import type { RuleId } from '../model/rule-catalog.ts';
import { bucketDeliveryError } from './bucket-delivery-error.ts';
import { deliveryError } from './delivery-error.ts';
import { deliveryStale } from './delivery-stale.ts';
import { groupFiltersRemoved } from './group-filters-removed.ts';
import { groupRemade } from './group-remade.ts';
import { groupStreamsDeleted } from './group-streams-deleted.ts';
import { logGroupArnMalformed } from './log-group-arn-malformed.ts';
import { logGroupClass } from './log-group-class.ts';
import { logGroupElsewhere } from './log-group-elsewhere.ts';
import { logGroupMissing } from './log-group-missing.ts';
import { logGroupNotSet } from './log-group-not-set.ts';
import { loggingGap } from './logging-gap.ts';
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
import { roleTampered } from './role-tampered.ts';
import { roleTrust } from './role-trust.ts';
import { singleRegion } from './single-region.ts';
import { roleChanged, targetChanged } from './target-moved.ts';
import type { Rule } from './verdicts.ts';
import { weakened } from './weakened.ts';

/** Every rule by its id. The comment on a rule says what is true of a healthy trail. */
export const RULES = {
  'log-group-not-set': logGroupNotSet,
  'log-group-arn-malformed': logGroupArnMalformed,
  'log-group-elsewhere': logGroupElsewhere,
  'log-group-missing': logGroupMissing,
  'log-group-class': logGroupClass,
  'role-not-set': roleNotSet,
  'role-missing': roleMissing,
  'role-trust': roleTrust,
  'role-permissions': rolePermissions,
  'not-logging': notLogging,
  'delivery-error': deliveryError,
  'delivery-stale': deliveryStale,
  'retention-short': retentionShort,
  'retention-unset': retentionUnset,
  'metric-filters': metricFilters,
  'recording-narrowed': weakened('recording-narrowed'),
  'coverage-narrowed': weakened('coverage-narrowed'),
  'validation-off': weakened('validation-off'),
  'key-changed': weakened('key-changed'),
  'bucket-changed': weakened('bucket-changed'),
  'group-remade': groupRemade,
  'group-retention-lowered': weakened('group-retention-lowered'),
  'group-filters-removed': groupFiltersRemoved,
  'group-streams-deleted': groupStreamsDeleted,
  'group-masked': weakened('group-masked'),
  'target-changed': targetChanged,
  'role-changed': roleChanged,
  'role-tampered': roleTampered,
  'bucket-delivery-error': bucketDeliveryError,
  'logging-gap': loggingGap,
  'retention-foreign': retentionForeign,
  'single-region': singleRegion,
  'no-file-validation': noFileValidation,
  'not-encrypted': notEncrypted,
  'no-management-events': noManagementEvents,
} satisfies Readonly<Record<RuleId, Rule>>;
