import { REFUSAL_REASONS } from './plan.ts';
import { OUT_OF_SCOPE_REASONS } from './scope.ts';

const BLOCKED_REASONS = [
  'bucket-policy',
  'bucket',
  'topic',
  'kms',
  'log-group-name',
  'scp',
  'access-denied',
  'quota',
  'region',
  'organization',
] as const;
export type BlockedReason = (typeof BLOCKED_REASONS)[number];

/** Why a run ends with its outcome: a contract with the readers of records. */
export const OUTCOME_REASONS = [
  'nothing-to-do',
  'dry-run',
  'repaired',
  'trail-deleted',
  'attempt-denied',
  'region-closed',
  'not-judged',
  'not-covered',
  'not-listening',
  'not-forwarded',
  'queue-missing',
  'ledger-entries',
  'nobody-subscribed',
  'settings-changed',
  'messages-withheld',
  'delivered',
  'awaiting-delivery',
  'not-delivered',
  'weakened',
  'another-run',
  ...OUT_OF_SCOPE_REASONS,
  ...REFUSAL_REASONS,
  ...BLOCKED_REASONS,
  'aws-error',
  'not-seen-repaired',
] as const;
