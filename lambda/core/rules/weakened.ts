import { partsSeen } from '../integration/posture.ts';
import { type ComparedRule, compare } from '../integration/weakening.ts';
import { NOT_ASKED } from '../model/fact.ts';
import { HEALTHY, judgeTrail, type Rule, undecided, violated } from './verdicts.ts';

/**
 * The trail is as strong as its posture in one respect. What is unread is neither weaker nor
 * stronger, and no recovery either.
 */
export function weakened(rule: ComparedRule): Rule {
  return (facts, _settings, { posture }) => {
    if (!posture) return HEALTHY;
    const { eventSelectors } = facts;
    if (rule === 'recording-narrowed' && posture.recording && eventSelectors !== NOT_ASKED && !eventSelectors.read) {
      return undecided('GetEventSelectors', eventSelectors.why);
    }
    return judgeTrail(facts, (trail) => {
      const found = compare(posture, partsSeen(trail, facts)).find((one) => one.rule === rule);
      return found && violated(found.source, found.saw);
    });
  };
}
