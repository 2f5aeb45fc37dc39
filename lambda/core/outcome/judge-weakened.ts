import { type AnyFinding, acceptances, weakenings } from '../model/finding.ts';
import { type Judgement, NOT_OURS, type OutcomeWord } from '../model/outcome.ts';
import type { Assessment } from '../model/plan.ts';
import { ACCEPT_TAG } from '../model/posture.ts';
import type { WeakeningRule } from '../model/rule-catalog.ts';
import { ADMINISTRATOR, BUCKET_OWNER, TRAIL_OWNER } from '../model/who-can-act.ts';

/** The outcomes after which nobody would hear of the trail. */
const QUIET: ReadonlySet<OutcomeWord> = new Set(['COMPLIANT', 'FIXED', 'VERIFIED', 'SKIPPED']);

/**
 * BLOCKED while the trail is weaker than its posture and nothing else calls for a repair, whether
 * or not trailmend may repair the trail.
 */
export function withWeakenings(judgement: Judgement, { findings }: Assessment): Judgement {
  const judged = blockedIfWeaker(judgement, findings);
  const accepted = acceptances(findings).map(({ evidence }) => evidence.saw);
  if (accepted.length === 0) return judged;
  return {
    ...judged,
    detail: `${judged.detail} Its owner accepted with the tag ${ACCEPT_TAG}: ${accepted.join('; ')}.`,
  };
}

function blockedIfWeaker(judgement: Judgement, findings: readonly AnyFinding[]): Judgement {
  const { outcome, reason, detail } = judgement;
  const found = weakenings(findings).map(({ evidence }) => evidence.saw);
  if (found.length === 0 || !QUIET.has(outcome) || NOT_OURS.has(reason)) return judgement;
  const rest = outcome === 'COMPLIANT' ? '' : ` ${detail}`;
  return {
    outcome: 'BLOCKED',
    reason: 'weakened',
    detail: `The trail is weaker than its owner accepted: ${found.join('; ')}. trailmend does not change these settings.${rest}`,
    whoCanAct: whoCanRestore(weakenings(findings)),
  };
}

/** Who can undo a weakening that is no setting of the trail. */
const BY_RULE: Readonly<Partial<Record<WeakeningRule, string>>> = {
  'role-tampered': `${ADMINISTRATOR} (remove what others added to the delivery role)`,
  'bucket-delivery-error': `${BUCKET_OWNER} (let CloudTrail write to it again)`,
};

function whoCanRestore(found: readonly AnyFinding[]): string {
  const people = found.map(
    ({ rule }) => BY_RULE[rule as WeakeningRule] ?? `${TRAIL_OWNER} (restore the settings, or accept the change)`,
  );
  return [...new Set(people)].join('; ');
}
