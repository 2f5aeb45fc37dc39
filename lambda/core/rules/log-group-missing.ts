import { HEALTHY, judgeFact, type Rule, violated } from './verdicts.ts';

/** The log group of the trail exists. */
export const logGroupMissing: Rule = (facts) =>
  judgeFact(facts.currentGroup, 'DescribeLogGroups', (group) =>
    group === 'missing' ? violated('DescribeLogGroups', 'no log group has the name that the trail uses') : HEALTHY,
  );
