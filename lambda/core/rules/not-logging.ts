import { HEALTHY, judgeFact, type Rule, violated } from './verdicts.ts';

/** The trail records events. */
export const notLogging: Rule = (facts) =>
  judgeFact(facts.status, 'GetTrailStatus', (status) =>
    status.isLogging ? HEALTHY : violated('GetTrailStatus', 'IsLogging is false'),
  );
