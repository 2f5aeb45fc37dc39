export const OUT_OF_SCOPE_REASONS = [
  'trail-gone',
  'shadow-trail',
  'organization-member',
  'organization-trail',
  'delegated-administrator',
  'other-account',
  'control-tower',
  'excluded-by-parameter',
  'excluded-by-tag',
] as const;

export type OutOfScopeReason = (typeof OUT_OF_SCOPE_REASONS)[number];

interface Explanation {
  readonly detail: string;
  readonly whoCanAct: string;
}

/** Whether trailmend may repair a trail. `unknown` allows no write: an exclusion may apply. */
export type Scope =
  | { readonly scope: 'in' }
  | ({ readonly scope: 'out'; readonly reason: OutOfScopeReason } & Explanation)
  | ({ readonly scope: 'unknown'; readonly reason: 'exclusion-not-understood' | 'unread-fact' } & Explanation);

export type OutOfScope = Extract<Scope, { scope: 'out' }>;

export function outOfScope(reason: OutOfScopeReason, detail: string, whoCanAct: string): OutOfScope {
  return { scope: 'out', reason, detail, whoCanAct };
}
