import { HEALTHY, judged, type Rule, violated } from './verdicts.ts';

/** The trail records events. */
export const notLogging: Rule = (facts) =>
  judged(facts.status, 'GetTrailStatus', (status) =>
    status.isLogging ? HEALTHY : violated('GetTrailStatus', 'IsLogging is false'),
  );
