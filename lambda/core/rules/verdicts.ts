import { isRoleProven } from '../integration/delivery-health.ts';
import { type Fact, NOT_ASKED, type NotAsked } from '../model/fact.ts';
import type { History, TrailFacts } from '../model/facts.ts';
import type { Verdict } from '../model/finding.ts';
import type { CurrentGroup } from '../model/log-group.ts';
import type { Settings } from '../model/settings.ts';
import type { Trail, TrailStatus } from '../model/trail.ts';

/** Judges one rule. */
export type Rule = (facts: TrailFacts, settings: Settings, history: History) => Verdict;

export const HEALTHY: Verdict = { verdict: 'healthy' };

/** @param source the AWS operation whose response shows it */
export function violated(source: string, saw: string): Verdict {
  return { verdict: 'violated', evidence: { source, saw } };
}

export function undecided(source: string, saw: string): Verdict {
  return { verdict: 'undecided', evidence: { source, saw } };
}

/** A state that the owner of something else decided: trailmend reports it and repairs nothing. */
export function advised(source: string, saw: string): Verdict {
  return { verdict: 'advised', evidence: { source, saw } };
}

/** The verdict that several have together: one that is violated is enough. */
export function worstOf(verdicts: readonly Verdict[]): Verdict {
  const find = (word: Verdict['verdict']) => verdicts.find(({ verdict }) => verdict === word);
  return find('violated') ?? find('undecided') ?? HEALTHY;
}

/** Judges a read value: undefined is healthy, and a text says what trailmend saw of a violation. */
type Judge<T> = (value: T) => Verdict | string | undefined;

/**
 * The verdict on a fact: `undecided` if it is unread, healthy if no decision needs it.
 * @param source the AWS operation whose response shows the fact and a violation
 */
export function judgeFact<T>(fact: Fact<T> | NotAsked, source: string, judge: Judge<T>): Verdict {
  if (fact === NOT_ASKED) return HEALTHY;
  if (!fact.read) return undecided(source, fact.why);
  const judged = judge(fact.value) ?? HEALTHY;
  return typeof judged === 'string' ? violated(source, judged) : judged;
}

export function judgeTrail(facts: TrailFacts, judge: Judge<Trail>): Verdict {
  return judgeFact(facts.trail, 'GetTrail', judge);
}

/** The verdict on the trail's log group; healthy where it is missing, or the trail names none. */
export function judgeGroup({ currentGroup }: TrailFacts, judge: Judge<CurrentGroup>): Verdict {
  return judgeFact(currentGroup, 'DescribeLogGroups', (group) => (typeof group === 'string' ? HEALTHY : judge(group)));
}

/** Violated only if trailmend knows that AWS does not deliver through the role. */
export function judgeRole<T>(
  facts: TrailFacts,
  { change }: History,
  fact: Fact<T> | NotAsked,
  source: string,
  judge: Judge<T>,
): Verdict {
  if (isRoleProven(facts, change)) return HEALTHY;
  const verdict = judgeFact(fact, source, judge);
  return verdict.verdict === 'violated' && !facts.status.read
    ? undecided(source, `${verdict.evidence.saw}; trailmend could not read whether AWS delivers: ${facts.status.why}`)
    : verdict;
}

/** The verdict on deliveries; healthy for a trail that names no log group or no role. */
export function judgeDelivery(facts: TrailFacts, judge: Judge<TrailStatus>): Verdict {
  return judgeTrail(facts, ({ logGroupArn, roleArn }) =>
    logGroupArn === '' || roleArn === '' ? HEALTHY : judgeFact(facts.status, 'GetTrailStatus', judge),
  );
}
