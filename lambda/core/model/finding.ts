import * as z from 'zod/mini';
import { ACCOUNT_RULE_IDS, type AccountRuleId, CONCERNS, type Concern, type RuleId } from './rule-catalog.ts';
import { type TypeOf, text } from './schema.ts';

const evidenceSchema = z.object({
  /** The AWS operation whose response shows it, such as `GetTrail`. */
  source: text,
  saw: text,
});

export const ruleSchema = z.enum(Object.keys(CONCERNS) as RuleId[]);
export const findingSchema = z.object({
  rule: z.enum([...(Object.keys(CONCERNS) as RuleId[]), ...ACCOUNT_RULE_IDS]),
  verdict: z.enum(['violated', 'undecided']),
  evidence: evidenceSchema,
});

/** What was read and where, so that a reader can check it. */
export type Evidence = TypeOf<typeof evidenceSchema>;

/** What a rule concludes from the facts. `undecided` is not health: a fact that the rule needs could not be read. */
export type Verdict =
  | { readonly verdict: 'healthy' }
  | { readonly verdict: 'violated'; readonly evidence: Evidence }
  | { readonly verdict: 'undecided'; readonly evidence: Evidence };

/** A rule that is violated or undecided, about a trail or about the account, as records hold it. */
export type AnyFinding = TypeOf<typeof findingSchema>;
/** A finding about one trail. */
export type Finding = Omit<AnyFinding, 'rule'> & { readonly rule: RuleId };
/** A finding about the account, which only a sweep can make. */
export type AccountFinding = Omit<AnyFinding, 'rule'> & { readonly rule: AccountRuleId };

/** Whether a finding is about one trail, and not about the account. */
export function isAboutTrail(finding: AnyFinding): finding is Finding {
  return !ACCOUNT_RULE_IDS.some((id) => id === finding.rule);
}

/** The concerns that decide whether events arrive in CloudWatch Logs. */
const DELIVERY_CONCERNS: ReadonlySet<Concern> = new Set(['log-group', 'role', 'delivery']);
/** The concerns that are reported and never repaired: a trail is compliant with such findings. */
const REPORTED_CONCERNS: ReadonlySet<Concern> = new Set(['target', 'advice']);

/** Whether nothing about the delivery to CloudWatch Logs is broken or unknown. */
export function isDeliveryHealthy(findings: readonly Finding[]): boolean {
  return findings.every(({ rule }) => !isAboutDelivery(rule));
}

/** Whether a rule is about the log group, the role or what arrives: about the delivery to CloudWatch Logs. */
export function isAboutDelivery(rule: RuleId): boolean {
  return DELIVERY_CONCERNS.has(CONCERNS[rule]);
}

export function isViolated({ verdict }: Finding): boolean {
  return verdict === 'violated';
}

/** The findings that call for a repair. */
export function actionable<F extends AnyFinding>(findings: readonly F[]): readonly F[] {
  return findings.filter((finding) => !(isAboutTrail(finding) && REPORTED_CONCERNS.has(CONCERNS[finding.rule])));
}

/** The findings that are recommendations. */
export function advisory<F extends AnyFinding>(findings: readonly F[]): readonly F[] {
  return findings.filter((finding) => isAboutTrail(finding) && CONCERNS[finding.rule] === 'advice');
}

/** The finding that the trail delivers to another log group than the accepted one. */
export function findTargetChange<F extends AnyFinding>(findings: readonly F[]): F | undefined {
  return findings.find(({ rule, verdict }) => rule === 'target-changed' && verdict === 'violated');
}
