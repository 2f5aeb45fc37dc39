import { isRoleProven } from '../integration/delivery-health.ts';
import {
  type Fact,
  type History,
  NOT_ASKED,
  type NotAsked,
  type Trail,
  type TrailFacts,
  type TrailStatus,
} from '../model/facts.ts';
import type { Verdict } from '../model/finding.ts';
import type { Settings } from '../model/settings.ts';

/** Judges one rule. */
export type Rule = (facts: TrailFacts, settings: Settings, history: History) => Verdict;

export const HEALTHY: Verdict = { verdict: 'healthy' };

/** The rule is violated. @param source the AWS operation whose response shows it */
export function violated(source: string, saw: string): Verdict {
  return { verdict: 'violated', evidence: { source, saw } };
}

/** Everything was read, and it does not decide the rule. */
export function undecided(source: string, saw: string): Verdict {
  return { verdict: 'undecided', evidence: { source, saw } };
}

/** The verdict on a fact; `undecided`, with the reason, where it could not be read; healthy where nobody had to ask for it. */
export function judged<T>(fact: Fact<T> | NotAsked, source: string, judge: (value: T) => Verdict): Verdict {
  if (fact === NOT_ASKED) return HEALTHY;
  return fact.read ? judge(fact.value) : undecided(source, fact.why);
}

/** The verdict on what GetTrail says. */
export function judgedTrail(facts: TrailFacts, judge: (trail: Trail) => Verdict): Verdict {
  return judged(facts.trail, 'GetTrail', judge);
}

/** The verdict on a trail's role. A role is replaced only where it is known that AWS does not deliver through it. */
export function judgedRole<T>(
  facts: TrailFacts,
  { change }: History,
  fact: Fact<T> | NotAsked,
  source: string,
  judge: (value: T) => Verdict,
): Verdict {
  if (isRoleProven(facts, change)) return HEALTHY;
  const verdict = judged(fact, source, judge);
  return verdict.verdict === 'violated' && !facts.status.read
    ? undecided(
        source,
        `${verdict.evidence.saw}; whether AWS delivers nevertheless could not be read: ${facts.status.why}`,
      )
    : verdict;
}

/** The verdict on a trail's deliveries. They say nothing about a trail that names no log group or no role. */
export function judgedDelivery(facts: TrailFacts, judge: (status: TrailStatus) => Verdict): Verdict {
  return judgedTrail(facts, ({ logGroupArn, roleArn }) =>
    logGroupArn === '' || roleArn === '' ? HEALTHY : judged(facts.status, 'GetTrailStatus', judge),
  );
}
