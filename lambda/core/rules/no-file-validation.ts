import { judgeTrail, type Rule } from './verdicts.ts';

/** The trail signs its log files, so that readers can detect changes. */
export const noFileValidation: Rule = (facts) =>
  judgeTrail(facts, (trail) => (trail.logFileValidation ? undefined : 'LogFileValidationEnabled is false'));
