import { HEALTHY, judgeTrail, type Rule } from './verdicts.ts';

/** The trail delivers to the accepted log group or to one that trailmend set. */
export const targetChanged: Rule = (facts, _settings, { knownGroups }) => {
  const [known] = knownGroups;
  if (known === undefined) return HEALTHY;
  return judgeTrail(facts, ({ logGroupArn }) =>
    logGroupArn === '' || knownGroups.includes(logGroupArn)
      ? undefined
      : `the trail delivers to ${logGroupArn}; the accepted log group is ${known}`,
  );
};
