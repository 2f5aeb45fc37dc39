import { withAcceptance } from '../integration/acceptance.ts';
import { isRead } from '../model/fact.ts';
import type { History, TrailFacts } from '../model/facts.ts';
import type { Finding } from '../model/finding.ts';
import type { RuleId } from '../model/rule-catalog.ts';
import type { Settings } from '../model/settings.ts';
import { RULES } from './index.ts';

/** Every violated or undecided rule, and every recommendation. A trail without any is healthy. */
export function assess(facts: TrailFacts, settings: Settings, history: History): readonly Finding[] {
  if (facts.gone) return [];
  const findings = Object.entries(RULES).flatMap(([rule, judge]): readonly Finding[] => {
    const verdict = judge(facts, settings, history);
    return verdict.verdict === 'healthy' ? [] : [{ rule: rule as RuleId, ...verdict }];
  });
  return isRead(facts.tags) ? withAcceptance(findings, facts.tags.value, history.posture) : findings;
}
