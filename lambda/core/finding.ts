import type { RuleId } from './rules/index.ts';

/** What a rule says about the facts. `undecided` is not health: something it needs could not be read. */
export type Verdict =
  | { readonly verdict: 'healthy' }
  | { readonly verdict: 'violated'; readonly evidence: Evidence }
  | { readonly verdict: 'undecided'; readonly evidence: Evidence };

/** What was read and where, so that a reader can look for themselves. */
export interface Evidence {
  /** The AWS operation that told, such as `GetTrail`. */
  readonly source: string;
  readonly saw: string;
}

/** One rule violated or undecided. */
export interface Finding {
  readonly rule: RuleId;
  readonly verdict: 'violated' | 'undecided';
  readonly evidence: Evidence;
}
