import { DATA_EVENTS_TAG, EXCLUDE_TAG } from '../integration/names.ts';
import { weakenings } from '../model/finding.ts';
import { foreign, sentence } from '../model/foreign-text.ts';
import type { OutcomeReason, OutcomeRecord, OutcomeWord } from '../model/outcome.ts';
import { ACCEPT_TAG } from '../model/posture.ts';
import { identityOf, type Step } from '../model/step.ts';
import type { TrailSubject } from '../model/subject.ts';
import { type CallTrigger, callOf } from '../model/trigger.ts';
import { adviceOnTarget } from './advice-on-target.ts';
import { adviceWithoutEvent } from './advice-without-event.ts';
import { operationsDone } from './evidence.ts';
import { isDeed } from './fact.ts';

/** The reasons for which nobody has to act, or whose message already says who. */
const WITHOUT_ACTOR: ReadonlySet<OutcomeReason> = new Set([
  'attempt-denied',
  'another-run',
  'awaiting-second-look',
  'trail-gone',
]);

const END_AT_SOURCE = `End it at the source: change the code or the account-wide automation that undoes the repair, or exclude the trail with the tag ${EXCLUDE_TAG}=true.`;

const UNREPAIRED: ReadonlySet<OutcomeWord> = new Set(['WOULD_FIX', 'BLOCKED', 'FAILED']);

export function nextSteps(record: OutcomeRecord): readonly string[] {
  const lines = [
    ...adviceAboutChange(record),
    ...adviceWithoutEvent(record),
    ...adviceOnTarget(record),
    ...adviceAboutRecurrence(record),
    ...outcomeSteps(record),
  ];
  return lines.length > 0 ? lines : ['No action required.'];
}

/** The steps of the plan that are still to do: none once the trail is compliant or out of scope. */
export function remainingSteps({ outcome, plan, applied }: OutcomeRecord): readonly Step[] {
  if (!UNREPAIRED.has(outcome)) return [];
  const done = applied.filter(({ result }) => result === 'done').map(({ step }) => identityOf(step));
  return plan.steps.filter((step) => !done.includes(identityOf(step)));
}

function addTagCommand({ arn, region }: TrailSubject, key: string, value: string): string {
  return `aws cloudtrail add-tags --resource-id ${arn} --tags-list Key=${key},Value=${value} --region ${region}`;
}

/** How to accept a weakening instead of restoring the trail. */
export function acceptOptions(trail: TrailSubject, { accept }: OutcomeRecord): readonly string[] {
  if (!accept) return [];
  const { value, found } = accept;
  const other = found === undefined ? [] : [`The tag ${ACCEPT_TAG} of the trail has another value: ${foreign(found)}`];
  return [...other, addTagCommand(trail, ACCEPT_TAG, value)];
}

/** The choices for a trail that trailmend does not repair because of the cost. */
export function costOptions(trail: TrailSubject): readonly string[] {
  const addTag = (key: string, value: string): string => addTagCommand(trail, key, value);
  return [
    `repair this trail:      ${addTag(DATA_EVENTS_TAG, 'fix')}`,
    'repair all such trails: deploy trailmend with DataEventTrails=fix',
    `leave it as it is:      ${addTag(EXCLUDE_TAG, 'true')}`,
  ];
}

/** What to do about a caller that may be an attacker. */
export function attackAdvice({ actor, tampering }: CallTrigger): string {
  return attackAdviceAbout(actor.name, tampering !== 'denied-attempt');
}

/** What to do about callers that repeat their calls. */
export function repeatAdvice({ repeats = [] }: Pick<OutcomeRecord, 'repeats'>): readonly string[] {
  const [repeated] = repeats;
  if (!repeated) return [];
  return [attackAdviceAbout(repeated.actor, !repeated.denied), ...(repeated.denied ? [] : [END_AT_SOURCE])];
}

function attackAdviceAbout(actor: string, isSuccessful: boolean): string {
  const caution = `If ${foreign(actor)} was not authorized to do this, treat it as an attack`;
  return isSuccessful ? `${caution}: end its access first, or it can do it again.` : `${caution}.`;
}

const ADVICE_ON_UNCONFIRMED =
  "Look for the call in CloudTrail's event history. If it is not there, a caller started trailmend's function with an invented event: look for Invoke calls on it.";

/** Advice about changes that may be attacks. */
function adviceAboutChange(record: OutcomeRecord): readonly string[] {
  const { trigger, remaining, repeats = [] } = record;
  const call = callOf(trigger);
  if (record.unconfirmed !== undefined) return [ADVICE_ON_UNCONFIRMED];
  if (call?.tampering) return [attackAdvice(call)];
  if (repeats.length > 0) return repeatAdvice({ repeats });
  if (weakenings(remaining).length === 0) return [];
  return [
    call && isDeed(record, call) ? attackAdvice(call) : 'If nobody was authorized to do this, treat it as an attack.',
  ];
}

/** Only a change at the source ends repairs that others undo. */
function adviceAboutRecurrence({ recurrence }: OutcomeRecord): readonly string[] {
  if (!recurrence) return [];
  const { count, since, by } = recurrence;
  const callers =
    by.length > 0 ? `after changes by ${sentence(by.join('; '))}` : 'after changes that no event reported';
  return [`This is repair ${count} of the same kind since ${since}, ${callers}.`, END_AT_SOURCE];
}

function outcomeSteps(record: OutcomeRecord): readonly string[] {
  const { outcome, reason, whoCanAct, trigger } = record;
  const lines: string[] = [];
  if (outcome === 'WOULD_FIX')
    lines.push('Run the commands of the remaining repair, or deploy trailmend with Mode=fix.');
  if (outcome === 'FIXED' && operationsDone(record.applied).includes('UpdateTrail')) {
    lines.push(
      'If code manages the trail, set its present log group and role in that code. Otherwise its next deployment removes them.',
    );
  }
  if (outcome === 'FAILED') {
    const next = reason === 'not-delivered' ? 'checks the delivery again' : 'tries again';
    lines.push(
      callOf(trigger)
        ? 'Lambda retries the event. If no retry succeeds, the event goes to the failure queue and an alarm notifies you.'
        : `trailmend ${next} at the next sweep.`,
    );
  }
  if (whoCanAct && !WITHOUT_ACTOR.has(reason)) lines.push(`This needs action by ${whoCanAct}.`);
  if (outcome === 'BLOCKED') {
    lines.push('trailmend checks the trail again when it changes, and at each sweep.');
    if (remainingSteps(record).length > 0)
      lines.push('The commands of the remaining repair make the other changes by hand.');
  }
  return lines;
}
