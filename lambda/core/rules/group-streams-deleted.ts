import { NOT_ASKED } from '../model/fact.ts';
import { type Rule, undecided } from './verdicts.ts';
import { weakened } from './weakened.ts';

/** The log group has the accepted log streams of the trail. An unread one may be missing. */
export const groupStreamsDeleted: Rule = (facts, settings, history) => {
  const verdict = weakened('group-streams-deleted')(facts, settings, history);
  const { groupStreams } = facts;
  if (verdict.verdict !== 'healthy' || !history.posture?.group?.streams) return verdict;
  return groupStreams === NOT_ASKED || groupStreams.read ? verdict : undecided('DescribeLogStreams', groupStreams.why);
};
