import { ACCOUNT_RULES, type AccountRuleId } from '../rules/account.ts';
import type { RuleId } from '../rules/index.ts';

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

/** The same for a rule about the account, which only a sweep can see. */
export type AccountFinding = Omit<Finding, 'rule'> & { readonly rule: AccountRuleId };

/** A finding of either kind, as records hold them. */
export type AnyFinding = Omit<Finding, 'rule'> & { readonly rule: RuleId | AccountRuleId };

/** Whether a finding is about one trail, and not about the account. */
export function isAboutTrail(finding: AnyFinding): finding is Finding {
  return !Object.hasOwn(ACCOUNT_RULES, finding.rule);
}
