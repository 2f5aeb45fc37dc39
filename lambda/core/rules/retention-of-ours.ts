import { policyNote, type RetentionGap, retentionGap } from '../integration/retention.ts';
import { isRead } from '../model/fact.ts';
import type { History, TrailFacts } from '../model/facts.ts';
import type { CurrentGroup } from '../model/log-group.ts';
import type { Settings } from '../model/settings.ts';
import { advised, HEALTHY, judgeFact, judgeGroup, type Rule, violated } from './verdicts.ts';

/**
 * A log group that trailmend created keeps events for RetentionDays. Under an account policy no
 * call of trailmend changes the retention, so that it is advice.
 */
function ownRetention(gap: RetentionGap): Rule {
  return (facts, settings, history) => {
    const { retentionDays } = settings;
    return judgeGroup(facts, (group) => {
      if (retentionGap(group, retentionDays, facts.now) !== gap) return undefined;
      const has = group.retentionDays === undefined ? 'no retention' : `a retention of ${group.retentionDays} days`;
      const wanted = `${has}; RetentionDays is ${retentionDays}`;
      if (group.retentionPolicyName !== undefined) {
        return isForeign(group)
          ? HEALTHY
          : advised('DescribeLogGroups', `the log group ${group.name} has ${wanted}${policyNote(group)}`);
      }
      const saw = `the log group ${group.name}, which trailmend created, has ${wanted}`;
      if (isKnownOurs(group, facts, settings, history)) return violated('DescribeLogGroups', saw);
      return judgeFact(group.isOurs, 'ListTagsForResource', (isOurs) =>
        isOurs === true ? violated('DescribeLogGroups', saw) : undefined,
      );
    });
  };
}

/**
 * Whether the ledger knows that trailmend created the log group, and nobody made it again. A caller
 * can remove its tag.
 */
export function isKnownOurs(
  { name, createdMs }: CurrentGroup,
  { trail }: TrailFacts,
  { logGroupPrefix }: Settings,
  { posture }: History,
): boolean {
  return (
    posture?.group?.isOurs === true &&
    createdMs !== undefined &&
    posture.group.createdMs === createdMs &&
    trail.read &&
    posture.trail.logGroupArn === trail.value.logGroupArn &&
    name.startsWith(logGroupPrefix)
  );
}

/** The rule retention-foreign reports such a group. */
function isForeign({ isOurs }: CurrentGroup): boolean {
  return isRead(isOurs) && !isOurs.value;
}

export const retentionShort: Rule = ownRetention('short');
export const retentionUnset: Rule = ownRetention('unset');
