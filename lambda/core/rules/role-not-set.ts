import { judgeTrail, type Rule } from './verdicts.ts';

/** The trail names a role for delivery to CloudWatch Logs. */
export const roleNotSet: Rule = (facts) =>
  judgeTrail(facts, ({ roleArn }) => (roleArn === '' ? 'CloudWatchLogsRoleArn is not set' : undefined));
