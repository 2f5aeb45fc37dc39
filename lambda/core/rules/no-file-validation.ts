import { HEALTHY, judgeTrail, type Rule, violated } from './verdicts.ts';

/** The trail signs its log files, so that readers can detect changes. */
export const noFileValidation: Rule = (facts) =>
  judgeTrail(facts, ({ logFileValidation }) =>
    logFileValidation ? HEALTHY : violated('GetTrail', 'LogFileValidationEnabled is false'),
  );
