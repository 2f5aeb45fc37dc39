import { type RetentionGap, retentionGap } from '../integration/retention.ts';
import { judgeFact, type Rule, violated } from './verdicts.ts';

/** A log group that trailmend created keeps events for RetentionDays. */
function ownRetention(gap: RetentionGap): Rule {
  return ({ currentGroup, now }, { retentionDays }) =>
    judgeFact(currentGroup, 'DescribeLogGroups', (group) => {
      if (typeof group === 'string' || retentionGap(group, retentionDays, now) !== gap) return undefined;
      const has = group.retentionDays === undefined ? 'no retention' : `a retention of ${group.retentionDays} days`;
      const saw = `the log group ${group.name}, which trailmend created, has ${has}; RetentionDays is ${retentionDays}`;
      return judgeFact(group.isOurs, 'ListTagsForResource', (isOurs) =>
        isOurs === true ? violated('DescribeLogGroups', saw) : undefined,
      );
    });
}

export const retentionShort: Rule = ownRetention('short');
export const retentionUnset: Rule = ownRetention('unset');
