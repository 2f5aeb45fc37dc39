import { HEALTHY, judged, type Rule, violated } from './verdicts.ts';

/** The log group is of class STANDARD: the other classes have no metric filters, and a class cannot be changed. */
export const logGroupClass: Rule = (facts) =>
  judged(facts.currentGroup, 'DescribeLogGroups', (group) =>
    typeof group === 'string' || group.class === 'STANDARD'
      ? HEALTHY
      : violated('DescribeLogGroups', `the log group ${group.name} is of class ${group.class}`),
  );
