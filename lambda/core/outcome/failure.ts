import type { BlockedReason } from '../model/reason.ts';
import type { Operation } from '../model/step.ts';

/** What an error of a write means for the run. */
export type Failure =
  /** A new role, policy or log group is not visible yet. */
  | { readonly kind: 'propagating' }
  /** Another operation is in progress, or the rate limit is reached. */
  | { readonly kind: 'busy' }
  /** The account differs from what the run read: read and plan again. */
  | { readonly kind: 'outdated' }
  /** A person has to act first. */
  | {
      readonly kind: 'blocked';
      readonly reason: BlockedReason;
      readonly advice: string;
      readonly whoCanAct: string;
      /** How long to retry first, in milliseconds: the error may be one of propagation. */
      readonly retryMs?: number;
    }
  | { readonly kind: 'unexpected' };

/** What identifies an error, and what it means. */
export interface KnownError {
  /** Without the suffix `Exception` of some protocols. */
  readonly codes: readonly string[];
  /** Only for these operations. */
  readonly operations?: readonly Operation[];
  /** Only for a step that needs one of these operations. */
  readonly after?: readonly Operation[];
  readonly message?: RegExp;
  readonly failure: Failure;
}
