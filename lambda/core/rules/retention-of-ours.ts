import { type RetentionGap, retentionGap } from '../integration/retention.ts';
import { HEALTHY, judged, type Rule, violated } from './verdicts.ts';

/** A log group that trailmend created keeps events as long as the stack asks for. */
function retentionOfOurs(gap: RetentionGap): Rule {
  return ({ currentGroup, now }, { retentionDays }) =>
    judged(currentGroup, 'DescribeLogGroups', (group) => {
      if (typeof group === 'string' || retentionGap(group, retentionDays, now) !== gap) return HEALTHY;
      const has = group.retentionDays === undefined ? 'no retention' : `a retention of ${group.retentionDays} days`;
      return judged(group.isOurs, 'ListTagsForResource', (isOurs) =>
        isOurs === true
          ? violated(
              'DescribeLogGroups',
              `the log group ${group.name}, which trailmend created, has ${has}; RetentionDays is ${retentionDays}`,
            )
          : HEALTHY,
      );
    });
}

/** Its retention is not shorter. */
export const retentionShort: Rule = retentionOfOurs('short');
/** Its retention was set when it was created. */
export const retentionUnset: Rule = retentionOfOurs('unset');
