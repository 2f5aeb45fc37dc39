import { DAY_MS } from '../../lambda/core/model/age.ts';
import { type Fact, isRead } from '../../lambda/core/model/fact.ts';
import type { TrailFacts } from '../../lambda/core/model/facts.ts';
import { type Finding, isAboutIntegration } from '../../lambda/core/model/finding.ts';
import { TOOLS, type Tool } from './controls.ts';
import type { Check } from './schema.ts';

/** Undefined: a fact is unread. */
type Answer = boolean | undefined;

/** What the test of each tool gives for the trail as AWS describes it. */
export function checksOf(facts: TrailFacts, findings: readonly Finding[]): readonly Check[] {
  return TOOLS.map(({ tool, id, test }) => ({ tool, id, test, result: resultOf(test, facts, findings) }));
}

/** The same without facts: nothing was read. */
export function unknownChecks(): readonly Check[] {
  return TOOLS.map(({ tool, id, test }) => ({ tool, id, test, result: test === 'source' ? 'not-tested' : 'unknown' }));
}

function resultOf(test: Tool['test'], facts: TrailFacts, findings: readonly Finding[]): Check['result'] {
  if (test === 'source') return 'not-tested';
  const answer = ANSWERS[test](facts, findings);
  if (answer === undefined) return 'unknown';
  return answer ? 'pass' : 'fail';
}

const hasGroup = ({ trail }: TrailFacts): Answer => answerOf(trail, ({ logGroupArn }) => logGroupArn !== '');
const hasRole = ({ trail }: TrailFacts): Answer => answerOf(trail, ({ roleArn }) => roleArn !== '');
const deliversLogs = ({ status, now }: TrailFacts): Answer =>
  answerOf(status, ({ latestLogsDelivery }) => isOfLastDay(latestLogsDelivery, now));
const deliversToBucket = ({ status, now }: TrailFacts): Answer =>
  answerOf(status, ({ latestDelivery }) => isOfLastDay(latestDelivery, now));

const ANSWERS: Readonly<
  Record<Exclude<Tool['test'], 'source'>, (facts: TrailFacts, findings: readonly Finding[]) => Answer>
> = {
  group: hasGroup,
  'group-and-role': (facts) => both(hasGroup(facts), hasRole(facts)),
  integration: integrationOf,
  delivery: deliversLogs,
  'group-and-delivery': (facts) => both(hasGroup(facts), deliversLogs(facts)),
  'group-and-bucket-delivery': (facts) => both(hasGroup(facts), deliversToBucket(facts)),
};

/** By trailmend's own rules about the log group and the role. */
function integrationOf({ trail }: TrailFacts, findings: readonly Finding[]): Answer {
  const about = findings.filter(({ rule, verdict }) => isAboutIntegration(rule) && verdict !== 'advised');
  if (about.some(({ verdict }) => verdict === 'violated')) return false;
  return isRead(trail) && about.length === 0 ? true : undefined;
}

function answerOf<T>(fact: Fact<T>, test: (value: T) => boolean): Answer {
  return fact.read ? test(fact.value) : undefined;
}

function both(one: Answer, other: Answer): Answer {
  if (one === false || other === false) return false;
  return one === undefined || other === undefined ? undefined : true;
}

function isOfLastDay(time: string | undefined, now: string): boolean {
  return time !== undefined && Date.parse(now) - Date.parse(time) <= DAY_MS;
}
