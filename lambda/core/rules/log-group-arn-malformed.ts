import { parseLogGroupArn } from '../model/trail-id.ts';
import { HEALTHY, judgeTrail, type Rule, violated } from './verdicts.ts';

/** The log group ARN of the trail is valid and ends in `:*`. */
export const logGroupArnMalformed: Rule = (facts) =>
  judgeTrail(facts, (trail) =>
    trail.logGroupArn === '' || parseLogGroupArn(trail.logGroupArn)
      ? HEALTHY
      : violated(
          'GetTrail',
          `CloudWatchLogsLogGroupArn is not a log group ARN that ends in ":*": ${trail.logGroupArn}`,
        ),
  );
