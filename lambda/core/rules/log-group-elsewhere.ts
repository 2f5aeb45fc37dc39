import { parseLogGroupArn } from '../model/trail-id.ts';
import { HEALTHY, judgeTrail, type Rule, violated } from './verdicts.ts';

/** The log group is in the trail's account and home Region: CloudTrail delivers only there. */
export const logGroupElsewhere: Rule = (facts) =>
  judgeTrail(facts, (trail) => {
    const group = parseLogGroupArn(trail.logGroupArn);
    if (!group || (group.region === facts.id.region && group.account === facts.id.account)) return HEALTHY;
    return violated(
      'GetTrail',
      `the log group is in account ${group.account}, Region ${group.region}: ${trail.logGroupArn}`,
    );
  });
