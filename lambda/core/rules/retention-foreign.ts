import { policyNote } from '../integration/retention.ts';
import { isKnownOurs } from './retention-of-ours.ts';
import { judgeFact, judgeGroup, type Rule, violated } from './verdicts.ts';

/** A log group that trailmend did not create keeps events for RetentionDays. */
export const retentionForeign: Rule = (facts, settings, history) => {
  const { retentionDays: wanted } = settings;
  return judgeGroup(facts, (group) => {
    if (group.retentionDays === undefined || group.retentionDays >= wanted) return undefined;
    if (isKnownOurs(group, facts, settings, history)) return undefined;
    const saw = `the log group ${group.name} has a retention of ${group.retentionDays} days; RetentionDays is ${wanted}${policyNote(group)}`;
    return judgeFact(group.isOurs, 'ListTagsForResource', (isOurs) =>
      isOurs === false ? violated('DescribeLogGroups', saw) : undefined,
    );
  });
};
