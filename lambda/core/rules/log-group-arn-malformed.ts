import { foreign } from '../model/foreign-text.ts';
import { parseLogGroupArn } from '../model/trail-id.ts';
import { judgeTrail, type Rule } from './verdicts.ts';

/** The log group ARN of the trail is valid and ends in `:*`. */
export const logGroupArnMalformed: Rule = (facts) =>
  judgeTrail(facts, ({ logGroupArn }) =>
    logGroupArn === '' || parseLogGroupArn(logGroupArn)
      ? undefined
      : `CloudWatchLogsLogGroupArn is not a log group ARN that ends in ":*": ${foreign(logGroupArn)}`,
  );
