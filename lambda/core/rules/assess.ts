import type { TrailFacts } from '../model/facts.ts';
import { type AnyFinding, type Finding, isAboutTrail } from '../model/finding.ts';
import type { Settings } from '../model/settings.ts';
import { type Concern, RULES, type RuleId } from './index.ts';

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

/** What is told and never repaired: a trail is compliant with it. */
const ONLY_TOLD: ReadonlySet<Concern> = new Set(['target', 'advice']);

/** The findings that are to be repaired: all but those that are only told. */
export function toRepair<F extends AnyFinding>(findings: readonly F[]): readonly F[] {
  return findings.filter((finding) => !(isAboutTrail(finding) && ONLY_TOLD.has(RULES[finding.rule].concern)));
}

/** The findings that are told beside other things. */
export function advised<F extends AnyFinding>(findings: readonly F[]): readonly F[] {
  return findings.filter((finding) => isAboutTrail(finding) && RULES[finding.rule].concern === 'advice');
}

/** What tells that somebody sent the trail to another log group. */
export function movedBy<F extends AnyFinding>(findings: readonly F[]): F | undefined {
  return findings.find(({ rule, verdict }) => rule === 'target-changed' && verdict === 'violated');
}
