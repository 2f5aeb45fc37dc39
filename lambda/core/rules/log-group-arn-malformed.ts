import { parseLogGroupArn } from '../model/trail-id.ts';
import { HEALTHY, judgedTrail, type Rule, violated } from './verdicts.ts';

/** What the trail names as its log group is a log group ARN that ends in `:*`. */
export const logGroupArnMalformed: Rule = (facts) =>
  judgedTrail(facts, (trail) =>
    trail.logGroupArn === '' || parseLogGroupArn(trail.logGroupArn)
      ? HEALTHY
      : violated('GetTrail', `CloudWatchLogsLogGroupArn is no log group ARN ending in ":*": ${trail.logGroupArn}`),
  );
