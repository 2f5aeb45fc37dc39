import { policyNote, type RetentionGap, retentionGap } from '../integration/retention.ts';
import { isRead } from '../model/fact.ts';
import type { CurrentGroup } from '../model/resources.ts';
import { advised, HEALTHY, judgeFact, type Rule, violated } from './verdicts.ts';

/**
 * A log group that trailmend created keeps events for RetentionDays. Under an account policy no
 * call of trailmend changes the retention, so that it is advice.
 */
function ownRetention(gap: RetentionGap): Rule {
  return ({ currentGroup, now }, { retentionDays }) =>
    judgeFact(currentGroup, 'DescribeLogGroups', (group) => {
      if (typeof group === 'string' || retentionGap(group, retentionDays, now) !== gap) return undefined;
      const has = group.retentionDays === undefined ? 'no retention' : `a retention of ${group.retentionDays} days`;
      const wanted = `${has}; RetentionDays is ${retentionDays}`;
      if (group.retentionPolicyName !== undefined) {
        return isForeign(group)
          ? HEALTHY
          : advised('DescribeLogGroups', `the log group ${group.name} has ${wanted}${policyNote(group)}`);
      }
      const saw = `the log group ${group.name}, which trailmend created, has ${wanted}`;
      return judgeFact(group.isOurs, 'ListTagsForResource', (isOurs) =>
        isOurs === true ? violated('DescribeLogGroups', saw) : undefined,
      );
    });
}

/** The rule retention-foreign reports such a group. */
function isForeign({ isOurs }: CurrentGroup): boolean {
  return isRead(isOurs) && !isOurs.value;
}

export const retentionShort: Rule = ownRetention('short');
export const retentionUnset: Rule = ownRetention('unset');
