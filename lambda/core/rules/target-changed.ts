import { HEALTHY, judgedTrail, type Rule, violated } from './verdicts.ts';

/** The trail delivers to the accepted target, or where trailmend has sent it since. Without a remembered target, none can have changed. */
export const targetChanged: Rule = (facts, _settings, { knownGroups }) => {
  const [known] = knownGroups;
  if (known === undefined) return HEALTHY;
  return judgedTrail(facts, ({ logGroupArn }) =>
    logGroupArn === '' || knownGroups.includes(logGroupArn)
      ? HEALTHY
      : violated('GetTrail', `the trail delivers to ${logGroupArn}; the accepted log group is ${known}`),
  );
};
