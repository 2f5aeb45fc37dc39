import type { TrailFacts } from './facts.ts';
import { type AnyFinding, type Finding, isAboutTrail } from './finding.ts';
import { type Concern, RULES, type RuleId } from './rules/index.ts';
import type { Settings } from './settings.ts';

/**
 * Every rule that the facts violate or leave undecided, with the evidence. No finding means that every rule was seen to hold;
 * a trail that is gone breaks none.
 */
export function assess(facts: TrailFacts, settings: Settings): readonly Finding[] {
  if (facts.gone) return [];
  return Object.entries(RULES).flatMap(([rule, { judge }]) => {
    const verdict = judge(facts, settings);
    return verdict.verdict === 'healthy' ? [] : [{ rule: rule as RuleId, ...verdict }];
  });
}

/** What decides about a delivery to CloudWatch Logs. */
const OF_DELIVERY: ReadonlySet<Concern> = new Set(['log-group', 'role', 'delivery']);

/** Whether the findings leave the delivery to CloudWatch Logs whole: nothing about it is broken or unknown. */
export function deliversByConfiguration(findings: readonly Finding[]): boolean {
  return findings.every(({ rule }) => !isAboutDelivery(rule));
}

/** Whether a rule is about the log group, the role or what arrives, and so about the delivery to CloudWatch Logs. */
export function isAboutDelivery(rule: RuleId): boolean {
  return OF_DELIVERY.has(RULES[rule].concern);
}

/** The findings that are to be repaired: all but advice, with which a trail is compliant. */
export function toRepair<F extends AnyFinding>(findings: readonly F[]): readonly F[] {
  return findings.filter((finding) => !isAdvice(finding));
}

/** The findings that are only told. */
export function advised<F extends AnyFinding>(findings: readonly F[]): readonly F[] {
  return findings.filter(isAdvice);
}

function isAdvice(finding: AnyFinding): boolean {
  return isAboutTrail(finding) && RULES[finding.rule].concern === 'advice';
}
