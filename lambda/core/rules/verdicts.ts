import type { Fact, Trail, TrailFacts } from '../facts.ts';
import type { Verdict } from '../finding.ts';
import type { Settings } from '../settings.ts';

/** One rule: facts in, and what the stack's parameters ask for; one verdict out. */
export type Rule = (facts: TrailFacts, settings: Settings) => Verdict;

export const HEALTHY: Verdict = { verdict: 'healthy' };

/** The rule is broken, and this is where it was seen. */
export function violated(source: string, saw: string): Verdict {
  return { verdict: 'violated', evidence: { source, saw } };
}

/** The verdict on a fact, or `undecided` with the reason why the fact could not be read. */
export function judged<T>(fact: Fact<T>, source: string, judge: (value: T) => Verdict): Verdict {
  return fact.read ? judge(fact.value) : { verdict: 'undecided', evidence: { source, saw: fact.why } };
}

/** The verdict on what GetTrail says. */
export function judgedTrail(facts: TrailFacts, judge: (trail: Trail) => Verdict): Verdict {
  return judged(facts.trail, 'GetTrail', judge);
}
