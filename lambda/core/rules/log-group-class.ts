import { judgeFact, type Rule } from './verdicts.ts';

/** The log group is of class STANDARD: other classes have no metric filters. */
export const logGroupClass: Rule = (facts) =>
  judgeFact(facts.currentGroup, 'DescribeLogGroups', (group) =>
    typeof group === 'string' || group.class === 'STANDARD'
      ? undefined
      : `the log group ${group.name} is of class ${group.class}`,
  );
