import { HEALTHY, judgedTrail, type Rule, violated } from './verdicts.ts';

/** The trail names a log group. */
export const logGroupNotSet: Rule = (facts) =>
  judgedTrail(facts, (trail) =>
    trail.logGroupArn === '' ? violated('GetTrail', 'CloudWatchLogsLogGroupArn is not set') : HEALTHY,
  );
