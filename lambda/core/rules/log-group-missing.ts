import { judgeFact, type Rule } from './verdicts.ts';

/** The log group of the trail exists. */
export const logGroupMissing: Rule = (facts) =>
  judgeFact(facts.currentGroup, 'DescribeLogGroups', (group) =>
    group === 'missing' ? 'no log group has the name that the trail uses' : undefined,
  );
