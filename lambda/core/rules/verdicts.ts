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

/** One rule: facts in, and what the stack's parameters ask for; one verdict out. */
export type Rule = (facts: TrailFacts, settings: Settings, history: History) => Verdict;

export const HEALTHY: Verdict = { verdict: 'healthy' };

/** The rule is broken, and this is where it was seen. */
export function violated(source: string, saw: string): Verdict {
  return { verdict: 'violated', evidence: { source, saw } };
}

/** Everything was read, and still nobody can tell. */
export function undecided(source: string, saw: string): Verdict {
  return { verdict: 'undecided', evidence: { source, saw } };
}

/** The verdict on a fact, or `undecided` with the reason why the fact could not be read. */
export function judged<T>(fact: Fact<T> | NotAsked, source: string, judge: (value: T) => Verdict): Verdict {
  if (fact === NOT_ASKED) return HEALTHY;
  return fact.read ? judge(fact.value) : undecided(source, fact.why);
}

/** The verdict on what GetTrail says. */
export function judgedTrail(facts: TrailFacts, judge: (trail: Trail) => Verdict): Verdict {
  return judged(facts.trail, 'GetTrail', judge);
}

/** The verdict on a trail's role. Only a trail of which it is known that it does not deliver has a role to be replaced. */
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
        `${verdict.evidence.saw}; whether AWS delivers all the same could not be read: ${facts.status.why}`,
      )
    : verdict;
}

/** The verdict on what GetTrailStatus tells of a trail's deliveries, which say nothing where no group or no role is named. */
export function judgedDelivery(facts: TrailFacts, judge: (status: TrailStatus) => Verdict): Verdict {
  return judgedTrail(facts, ({ logGroupArn, roleArn }) =>
    logGroupArn === '' || roleArn === '' ? HEALTHY : judged(facts.status, 'GetTrailStatus', judge),
  );
}
