import { HEALTHY, judgeTrail, type Rule } from './verdicts.ts';

/** The trail delivers to the accepted log group or to one that trailmend set. */
export const targetChanged: Rule = (facts, _settings, { knownGroups }) => {
  const [accepted] = knownGroups;
  if (accepted === undefined) return HEALTHY;
  return judgeTrail(facts, ({ logGroupArn }) =>
    isOther(logGroupArn, knownGroups)
      ? `the trail delivers to ${logGroupArn}; the accepted log group is ${accepted}`
      : undefined,
  );
};

/** It delivers to that log group through the accepted role or one that trailmend set. */
export const roleChanged: Rule = (facts, _settings, { knownGroups, knownRoles }) => {
  const [accepted] = knownRoles;
  if (accepted === undefined) return HEALTHY;
  return judgeTrail(facts, ({ logGroupArn, roleArn }) =>
    isOther(roleArn, knownRoles) && !isOther(logGroupArn, knownGroups)
      ? `the trail delivers through ${roleArn}; the accepted role is ${accepted}`
      : undefined,
  );
};

/** A blank value is no other target: another rule reports it. */
function isOther(arn: string, known: readonly string[]): boolean {
  return arn !== '' && !known.includes(arn);
}
