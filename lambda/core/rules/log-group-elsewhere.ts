import { parseLogGroupArn } from '../model/trail-id.ts';
import { judgeTrail, type Rule } from './verdicts.ts';

/**
 * The log group is in the trail's account and home Region: CloudTrail delivers only there. A
 * delegated administrator delivers an organization trail to its own account.
 */
export const logGroupElsewhere: Rule = (facts) =>
  judgeTrail(facts, ({ logGroupArn, isOrganizationTrail }) => {
    const group = parseLogGroupArn(logGroupArn);
    if (!group) return undefined;
    const isInAccount = group.account === facts.id.account || isOrganizationTrail;
    if (isInAccount && group.region === facts.id.region) return undefined;
    return `the log group is in account ${group.account}, Region ${group.region}: ${logGroupArn}`;
  });
