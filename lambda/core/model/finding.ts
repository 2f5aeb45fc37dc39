import type { RuleId } from './rule-catalog.ts';
import { ACCOUNT_RULE_IDS, type AccountRuleId, CONCERNS, type Concern } from './rule-catalog.ts';

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
  return !ACCOUNT_RULE_IDS.some((id) => id === finding.rule);
}

/** What decides about a delivery to CloudWatch Logs. */
const OF_DELIVERY: ReadonlySet<Concern> = new Set(['log-group', 'role', 'delivery']);

/** Whether the findings leave the delivery to CloudWatch Logs whole: nothing about it is broken or unknown. */
export function isDeliveryHealthy(findings: readonly Finding[]): boolean {
  return findings.every(({ rule }) => !isAboutDelivery(rule));
}

/** Whether a rule is about the log group, the role or what arrives, and so about the delivery to CloudWatch Logs. */
export function isAboutDelivery(rule: RuleId): boolean {
  return OF_DELIVERY.has(CONCERNS[rule]);
}

/** What is told and never repaired: a trail is compliant with it. */
const ONLY_TOLD: ReadonlySet<Concern> = new Set(['target', 'advice']);

/** The findings that are to be repaired: all but those that are only told. */
export function actionable<F extends AnyFinding>(findings: readonly F[]): readonly F[] {
  return findings.filter((finding) => !(isAboutTrail(finding) && ONLY_TOLD.has(CONCERNS[finding.rule])));
}

/** The findings that are told beside other things. */
export function advisory<F extends AnyFinding>(findings: readonly F[]): readonly F[] {
  return findings.filter((finding) => isAboutTrail(finding) && CONCERNS[finding.rule] === 'advice');
}

/** What tells that somebody sent the trail to another log group. */
export function findTargetChange<F extends AnyFinding>(findings: readonly F[]): F | undefined {
  return findings.find(({ rule, verdict }) => rule === 'target-changed' && verdict === 'violated');
}
