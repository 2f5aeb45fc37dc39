/** Why a trail is out of scope. */
export type OutOfScopeReason =
  | 'trail-gone'
  | 'shadow-trail'
  | 'organization-member'
  | 'organization-trail'
  | 'delegated-administrator'
  | 'other-account'
  | 'control-tower'
  | 'excluded-by-parameter'
  | 'excluded-by-tag';

/** Whether a trail is trailmend's to repair. `unknown` writes nothing: what excludes a trail could not be read or understood. */
export type Scope =
  | { readonly scope: 'in' }
  | { readonly scope: 'out'; readonly reason: OutOfScopeReason; readonly detail: string; readonly whoCanAct: string }
  | {
      readonly scope: 'unknown';
      readonly reason: 'exclusion-not-understood';
      readonly detail: string;
      readonly whoCanAct: string;
    }
  | { readonly scope: 'unknown'; readonly reason: 'unread-fact'; readonly detail: string; readonly whoCanAct: string };
