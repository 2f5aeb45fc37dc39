import { HEALTHY, judgeTrail, type Rule, violated } from './verdicts.ts';

/** The trail names a log group. */
export const logGroupNotSet: Rule = (facts) =>
  judgeTrail(facts, (trail) =>
    trail.logGroupArn === '' ? violated('GetTrail', 'CloudWatchLogsLogGroupArn is not set') : HEALTHY,
  );
