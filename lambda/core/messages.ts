import type { TrailId } from './arn.ts';
import { advised, movedBy, toRepair } from './assess.ts';
import { awsCliCommand } from './commands.ts';
import { waysToDecide } from './data-events.ts';
import { type AnyFinding, type Finding, isAboutTrail } from './finding.ts';
import { EXCLUDE_TAG } from './names.ts';
import { callOf, type Tampering } from './occasion.ts';
import type { AppliedStep, OutcomeRecord, OutcomeWord } from './outcome-record.ts';
import { type Concern, RULES } from './rules/index.ts';
import { identityOf, type Step } from './step.ts';

import { isAboutNoTrail, sweepMessage } from './sweep-messages.ts';

/** What people read. `subject` is ASCII with at most 99 characters, as SNS wants it. */
export interface Message {
  readonly subject: string;
  readonly text: string;
}

const SUBJECT_LENGTH = 99;
/** A longer trail name is cut in the subject, where what happened matters more; the text has all of it. */
const NAME_LENGTH = 32;

/** What somebody did to the trail. */
const TAMPERED: Readonly<Record<Tampering, string>> = {
  stopped: 'was stopped',
  deleted: 'was deleted',
  blanked: 'lost its CloudWatch Logs delivery',
  'denied-attempt': 'faced a call that AWS denied',
  'exclusion-changed': `had its tag ${EXCLUDE_TAG} changed`,
};

/** What a trail suffers from, worst first: in the past and in the present. */
const SUFFERING: readonly { readonly from: readonly Concern[]; readonly was: string; readonly is: string }[] = [
  {
    from: ['log-group', 'role', 'delivery'],
    was: 'did not deliver to CloudWatch Logs',
    is: 'does not deliver to CloudWatch Logs',
  },
  { from: ['logging'], was: 'was not logging', is: 'is not logging' },
  { from: ['metric-filters'], was: 'lacked metric filters', is: 'lacks metric filters' },
  { from: ['retention'], was: 'did not keep its events long enough', is: 'does not keep its events long enough' },
];

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
  const happened = whatHappened(record);
  const moved = movedBy(record.findings);
  const sections = [
    `${outcome}: the CloudTrail trail ${id.name} (${id.region}, account ${id.account}) ${happened}.`,
    [BECAME[outcome], detail, `Trail: ${trailArn}`].join('\n'),
    section('Who did what', [cause(record)]),
    section(outcome === 'FIXED' ? 'What was wrong' : 'What is wrong', wrong(record).map(findingLine)),
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
    section('Worth knowing, and not repaired', advised(record.remaining).map(findingLine)),
    section('What to do now', advice(record)),
    section('How to decide', record.reason === 'cost' ? waysToDecide(id) : []),
    section(...commands(record, id)),
  ];
  const text = sections.filter((part) => part !== '').join('\n\n');
  return { subject: subjectLine(id, outcome, happened), text: `${text}\n` };
}

function subjectLine({ name, region }: TrailId, outcome: OutcomeWord, happened: string): string {
  const short = name.length > NAME_LENGTH ? `${name.slice(0, NAME_LENGTH - 2)}..` : name;
  return `${outcome}: trail ${short} (${region}) ${happened}`.slice(0, SUBJECT_LENGTH);
}

/** What the message is about: what was repaired, or what is still wrong. */
function wrong({ outcome, findings, remaining }: OutcomeRecord): readonly Finding[] {
  return toRepair((outcome === 'FIXED' ? findings : remaining).filter(isAboutTrail));
}

/** The end of the sentence "The trail NAME …". */
function whatHappened(record: OutcomeRecord): string {
  const { outcome, reason } = record;
  const tampering = callOf(record.trigger)?.tampering;
  if (tampering) return TAMPERED[tampering];
  if (reason === 'exclusion-not-understood') return 'has an exclusion that is not understood';
  if (outcome === 'VERIFIED') return 'delivers to CloudWatch Logs again';
  if (reason === 'not-delivered') return 'still does not deliver to CloudWatch Logs';
  const findings = wrong(record);
  const known = findings.filter(({ verdict }) => verdict === 'violated').map(({ rule }) => RULES[rule].concern);
  const past = outcome === 'FIXED';
  const suffers = SUFFERING.find(({ from }) => known.some((concern) => from.includes(concern)));
  if (suffers) return past ? suffers.was : suffers.is;
  if (reason === 'undecided') return 'may not deliver to CloudWatch Logs';
  if (findings.length > 0) return 'could not be read';
  if (movedBy(record.findings)) return 'delivers to another log group';
  return outcome === 'COMPLIANT' ? 'is as it should be' : 'was looked at';
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

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [title, ...lines.map((line) => `  ${line}`)].join('\n');
}

function cause({ trigger, outcome }: OutcomeRecord): string {
  if (trigger.kind === 'sweep' && outcome === 'VERIFIED') return `Seen by the sweep of ${trigger.time}`;
  if (trigger.kind === 'sweep') return `Found by the sweep of ${trigger.time}; no event told of it`;
  const { actor, eventName, eventTime, errorCode } = trigger;
  const source = actor.sourceIp ? ` from ${actor.sourceIp}` : '';
  const denied = errorCode ? `; AWS denied it (${errorCode})` : '';
  return `${eventName} by ${actor.name} (${actor.type})${source} at ${eventTime}${denied}`;
}

function findingLine({ rule, verdict, evidence }: AnyFinding): string {
  return `${evidence.saw} (${verdict === 'undecided' ? 'undecided: ' : ''}${rule}, ${evidence.source})`;
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
  if (movedBy(record.findings) && !call?.tampering) {
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
