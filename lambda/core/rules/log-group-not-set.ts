import { judgeTrail, type Rule } from './verdicts.ts';

/** The trail names a log group. */
export const logGroupNotSet: Rule = (facts) =>
  judgeTrail(facts, ({ logGroupArn }) => (logGroupArn === '' ? 'CloudWatchLogsLogGroupArn is not set' : undefined));
