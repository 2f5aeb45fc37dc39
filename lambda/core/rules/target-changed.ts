import { HEALTHY, judgedTrail, type Rule, violated } from './verdicts.ts';

/** The trail delivers where it did when it was last whole, or where trailmend sent it since. What nobody remembers cannot have changed. */
export const targetChanged: Rule = (facts, _settings, { knownGroups }) => {
  const [known] = knownGroups;
  if (known === undefined) return HEALTHY;
  return judgedTrail(facts, ({ logGroupArn }) =>
    logGroupArn === '' || knownGroups.includes(logGroupArn)
      ? HEALTHY
      : violated('GetTrail', `the log group is ${logGroupArn}; when the trail was last whole it was ${known}`),
  );
};
