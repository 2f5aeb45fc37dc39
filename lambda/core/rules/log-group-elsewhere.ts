import { parseLogGroupArn } from '../model/trail-id.ts';
import { judgeTrail, type Rule } from './verdicts.ts';

/** The log group is in the trail's account and home Region: CloudTrail delivers only there. */
export const logGroupElsewhere: Rule = (facts) =>
  judgeTrail(facts, ({ logGroupArn }) => {
    const group = parseLogGroupArn(logGroupArn);
    if (!group || (group.region === facts.id.region && group.account === facts.id.account)) return undefined;
    return `the log group is in account ${group.account}, Region ${group.region}: ${logGroupArn}`;
  });
