import type { TrailFacts } from './facts.ts';
import type { Finding } from './finding.ts';
import { RULES, type RuleId } from './rules/index.ts';
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

/** Whether the findings leave the delivery to CloudWatch Logs whole: nothing about the group or the role is broken or unknown. */
export function deliversByConfiguration(findings: readonly Finding[]): boolean {
  return findings.every(({ rule }) => !isAboutDelivery(rule));
}

/** Whether a rule is about the log group or the role, and so about the delivery to CloudWatch Logs. */
export function isAboutDelivery(rule: RuleId): boolean {
  const { concern } = RULES[rule];
  return concern === 'log-group' || concern === 'role';
}
