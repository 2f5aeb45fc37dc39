import { awsCliCommand } from '../commands/aws-cli.ts';
import { DATA_EVENTS_TAG, EXCLUDE_TAG } from '../integration/names.ts';
import { advisory, findTargetChange } from '../model/finding.ts';
import type { AppliedStep, OutcomeRecord, OutcomeWord } from '../model/outcome.ts';
import { identityOf, type Step } from '../model/step.ts';
import type { TrailId } from '../model/trail-id.ts';
import { callOf } from '../model/trigger.ts';
import { isAboutNoTrail, sweepMessage } from './account-message.ts';
import { findingLine, type Message, section } from './message.ts';
import { describeEvent, openFindings, subjectLine } from './subject.ts';

/** What became of it. */
const BECAME: Readonly<Record<OutcomeWord, string>> = {
  COMPLIANT: 'Nothing is wrong with it now.',
  WOULD_FIX: 'trailmend would repair it; nothing was written (dry run).',
  FIXED: 'trailmend repaired it.',
  VERIFIED: 'AWS has delivered its events since the repair.',
  SKIPPED: 'trailmend changes nothing.',
  BLOCKED: 'Somebody has to act before trailmend can repair it.',
  FAILED: 'trailmend could not repair it.',
};

/** The message about one outcome, for a person who has little time. */
export function messageFor(record: OutcomeRecord, id: TrailId): Message {
  if (isAboutNoTrail(record, id)) return sweepMessage(record, id);
  const { outcome, detail, trailArn, plan, applied, after, ledgerError } = record;
  const happened = describeEvent(record);
  const moved = findTargetChange(record.findings);
  const sections = [
    `${outcome}: the CloudTrail trail ${id.name} (${id.region}, account ${id.account}) ${happened}.`,
    [BECAME[outcome], detail, `Trail: ${trailArn}`].join('\n'),
    section('Who did what', [cause(record)]),
    section(outcome === 'FIXED' ? 'What was wrong' : 'What is wrong', openFindings(record).map(findingLine)),
    section('What changed', moved ? [findingLine(moved)] : []),
    section('What trailmend did', applied.map(appliedLine)),
    section(
      'The trail now',
      after
        ? [
            `log group  ${after.logGroupArn || 'none'}`,
            `role       ${after.roleArn || 'none'}`,
            `logging    ${after.isLogging}`,
          ]
        : [],
    ),
    section(
      'What trailmend leaves alone',
      plan.refused.map(({ rule, detail: why }) => `${rule}: ${why}`),
    ),
    section(
      'What trailmend does not know',
      ledgerError === undefined ? [] : [`It had no memory of the trail in this run: ${ledgerError}`],
    ),
    section(restoring(record), record.restore ?? []),
    section('What is left out, since the message would have been too long', leftOut(record)),
    section('Worth knowing, and not repaired', advisory(record.remaining).map(findingLine)),
    section('What to do now', advice(record)),
    section('How to decide', record.reason === 'cost' ? waysToDecide(id) : []),
    section(...commands(record, id)),
  ];
  const text = sections.filter((part) => part !== '').join('\n\n');
  return { subject: subjectLine(id, outcome, happened), text: `${text}\n` };
}

/** The calls as commands: those that repaired the trail, or those that are left to make. */
function commands(record: OutcomeRecord, id: TrailId): [string, readonly string[]] {
  const fixed = record.outcome === 'FIXED';
  const title = fixed ? 'The same with the AWS CLI' : 'What is left to do, with the AWS CLI';
  return [title, (fixed ? record.plan.steps : left(record)).map((step) => awsCliCommand(step, id))];
}

/** The steps that were not done. */
function left({ plan, applied }: OutcomeRecord): readonly Step[] {
  const done = applied.filter(({ result }) => result === 'done').map(({ step }) => identityOf(step));
  return plan.steps.filter((step) => !done.includes(identityOf(step)));
}

function leftOut({ cut, id }: OutcomeRecord): readonly string[] {
  return cut ? [`${cut.join(', ')}. The function's log has all of it: search it for ${id}.`] : [];
}

/** The title above the commands that are left to people. */
function restoring({ reason }: OutcomeRecord): string {
  return reason === 'trail-deleted'
    ? 'How to make it again as it was, with the AWS CLI'
    : 'What else was taken from it, and how to bring it back with the AWS CLI; trailmend does not touch it';
}

function cause({ trigger, outcome }: OutcomeRecord): string {
  if (trigger.kind === 'sweep' && outcome === 'VERIFIED') return `Seen by the sweep of ${trigger.time}`;
  if (trigger.kind === 'sweep') return `Found by the sweep of ${trigger.time}; no event told of it`;
  const { actor, eventName, eventTime, errorCode } = trigger;
  const source = actor.sourceIp ? ` from ${actor.sourceIp}` : '';
  const denied = errorCode ? `; AWS denied it (${errorCode})` : '';
  return `${eventName} by ${actor.name} (${actor.type})${source} at ${eventTime}${denied}`;
}

function appliedLine({ step, result, attempts, error, requestId }: AppliedStep): string {
  const call = `${step.operation} ${subjectOf(step)}`;
  const tries = attempts > 1 ? ` after ${attempts} attempts` : '';
  if (result === 'outdated') return `${call}: given up${tries}, since somebody changed the trail meanwhile`;
  if (result === 'not-attempted') return `${call}: not attempted, since a call that it needs did not succeed`;
  if (error) return `${call}: failed${tries}: ${error.code}: ${error.message}`;
  return `${call}: done${tries}${requestId ? ` (request ${requestId})` : ''}`;
}

/** What a step makes or changes. */
function subjectOf({ input }: Step): string {
  if ('filterName' in input) return `${input.filterName} of ${input.logGroupName}`;
  if ('logGroupName' in input) return input.logGroupName;
  return 'RoleName' in input ? input.RoleName : input.Name;
}

function advice(record: OutcomeRecord): readonly string[] {
  const { outcome, reason, whoCanAct } = record;
  const call = callOf(record.trigger);
  const lines = call?.tampering ? [`If ${call.actor.name} was not meant to do this, treat it as an attack.`] : [];
  if (findTargetChange(record.findings) && !call?.tampering) {
    lines.push(
      'If the log group was not meant to change, treat it as an attack, and bring back the former one with UpdateTrail.',
    );
    if (outcome === 'COMPLIANT') lines.push('trailmend takes the new one for the right one from now on.');
  }
  if (outcome === 'WOULD_FIX') lines.push('Run the commands below, or deploy trailmend with Mode=fix.');
  if (outcome === 'FAILED') {
    lines.push(
      call
        ? 'Unless a retry succeeds, the event ends in the failure queue, and an alarm tells.'
        : 'trailmend tries again at the next sweep.',
    );
  }
  if (whoCanAct && reason !== 'attempt-denied') lines.push(`Who can act: ${whoCanAct}.`);
  if (outcome === 'BLOCKED') {
    const byHand = left(record).length > 0 ? '; the commands below do the same by hand' : '';
    lines.push(`trailmend looks again when the trail changes, and at each sweep${byHand}.`);
  }
  return lines.length > 0 ? lines : ['Nothing.'];
}

/** How somebody decides about a trail that is left alone for its cost: a sentence or a command for each way. */
export function waysToDecide({ arn, region }: TrailId): readonly string[] {
  const tagged = (key: string, value: string): string =>
    `aws cloudtrail add-tags --resource-id ${arn} --tags-list Key=${key},Value=${value} --region ${region}`;
  return [
    `repair this trail:      ${tagged(DATA_EVENTS_TAG, 'fix')}`,
    'repair all such trails: deploy trailmend with DataEventTrails=fix',
    `leave it as it is:      ${tagged(EXCLUDE_TAG, 'true')}`,
  ];
}
