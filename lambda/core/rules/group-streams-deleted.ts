import { judgeFact, type Rule, worstOf } from './verdicts.ts';
import { weakened } from './weakened.ts';

/** The log group has the accepted log streams of the trail. An unread one may be missing. */
export const groupStreamsDeleted: Rule = (facts, settings, history) => {
  const verdict = weakened('group-streams-deleted')(facts, settings, history);
  if (!history.posture?.group?.streams) return verdict;
  return worstOf([verdict, judgeFact(facts.groupStreams, 'DescribeLogStreams', () => undefined)]);
};
