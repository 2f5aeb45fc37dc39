import { judgeFact, type Rule } from './verdicts.ts';

/** The trail records events. */
export const notLogging: Rule = (facts) =>
  judgeFact(facts.status, 'GetTrailStatus', ({ isLogging }) => (isLogging ? undefined : 'IsLogging is false'));
