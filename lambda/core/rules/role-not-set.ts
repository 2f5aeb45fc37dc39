import { HEALTHY, judgeTrail, type Rule, violated } from './verdicts.ts';

/** The trail names a role for delivery to CloudWatch Logs. */
export const roleNotSet: Rule = (facts) =>
  judgeTrail(facts, (trail) =>
    trail.roleArn === '' ? violated('GetTrail', 'CloudWatchLogsRoleArn is not set') : HEALTHY,
  );
