import { awsCliCommand } from './commands.ts';
import type { AppliedStep, OutcomeRecord, Tampering, TrailId } from './model.ts';
import { EXCLUDE_TAG } from './names.ts';

/** What people read. `subject` is ASCII with at most 99 characters, as SNS wants it. */
export interface Message {
  readonly subject: string;
  readonly text: string;
}

const SUBJECT_LENGTH = 99;

/** What happened to the trail before trailmend came, as a headline. */
const TAMPERED: Readonly<Record<Tampering, string>> = {
  stopped: 'logging was stopped',
  deleted: 'the trail was deleted',
  blanked: 'its CloudWatch Logs delivery was removed',
  'denied-attempt': 'an attempt on it was denied',
  'exclusion-changed': `its tag ${EXCLUDE_TAG} was changed`,
};

/** What became of the trail, as the end of a headline. */
const BECAME: Readonly<Record<OutcomeRecord['outcome'], string>> = {
  COMPLIANT: 'nothing is wrong with it now',
  WOULD_FIX: 'trailmend would repair it (dry run)',
  FIXED: 'trailmend repaired it',
  VERIFIED: 'AWS delivers its events',
  SKIPPED: 'trailmend leaves it alone',
  BLOCKED: 'somebody has to act first',
  FAILED: 'the repair failed',
};

/** The message about one outcome, for a person who has little time. */
export function messageFor(record: OutcomeRecord, id: TrailId): Message {
  const where = `${id.name} (${id.region})`;
  const { tampering } = record.trigger;
  const headline = tampering ? `${TAMPERED[tampering]}; ${BECAME[record.outcome]}` : BECAME[record.outcome];
  const sections = [
    section(`${record.outcome}: trail ${where}`, [`${headline}.`, record.detail, `Trail: ${record.trailArn}`]),
    section('What happened', [cause(record)]),
    section(
      'What is wrong',
      record.findings.map(({ rule, verdict, evidence }) => `${rule}, ${verdict}: ${evidence.saw} (${evidence.source})`),
    ),
    section('What trailmend did', record.applied.map(appliedLine)),
    section(
      'What trailmend left alone',
      record.plan.refused.map(({ rule, detail }) => `${rule}: ${detail}`),
    ),
    section('What to do now', advice(record)),
    section(...commands(record, id)),
  ];
  return {
    subject: subjectLine(where, headline, record.outcome),
    text: `${sections.filter((text) => text !== '').join('\n\n')}\n`,
  };
}

function subjectLine(where: string, headline: string, outcome: string): string {
  const line = `trailmend ${outcome}: ${where}: ${headline}`;
  return line.length <= SUBJECT_LENGTH ? line : `${line.slice(0, SUBJECT_LENGTH - 3)}...`;
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [title, ...lines.map((line) => `  ${line}`)].join('\n');
}

function cause({ trigger }: OutcomeRecord): string {
  const { actor, eventName, eventTime, errorCode } = trigger;
  const source = actor.sourceIp ? ` from ${actor.sourceIp}` : '';
  const denied = errorCode ? `, which AWS denied (${errorCode})` : '';
  return `${eventName} at ${eventTime} by ${actor.name} (${actor.type})${source}${denied}.`;
}

function appliedLine({ step, result, attempts, error, requestId }: AppliedStep): string {
  const tries = attempts > 1 ? ` after ${attempts} attempts` : '';
  if (result === 'not-attempted') return `${step.operation}: not attempted, a call that it needs did not succeed`;
  if (error) return `${step.operation}: failed${tries}, ${error.code}: ${error.message}`;
  return `${step.operation}: done${tries}${requestId ? ` (request ${requestId})` : ''}`;
}

function advice({ outcome, reason, whoCanAct, trigger, mode, plan }: OutcomeRecord): readonly string[] {
  const who = whoCanAct ? [`Who can act: ${whoCanAct}.`] : [];
  const check = trigger.tampering ? [`If ${trigger.actor.name} was not meant to do this, treat it as an attack.`] : [];
  if (reason === 'trail-deleted')
    return [...check, 'Make the trail again if it is still needed: trailmend repairs trails and makes none.'];
  if (outcome === 'WOULD_FIX') return [...check, 'Run the commands below, or deploy trailmend with Mode=fix.'];
  if (outcome === 'FAILED')
    return [...check, ...who, 'Lambda tries again twice; after that the event waits in the failure queue.'];
  if (outcome === 'BLOCKED' && mode === 'fix' && plan.steps.length > 0)
    return [
      ...check,
      ...who,
      'After that, run the commands below that failed, or wait for the next change of the trail.',
    ];
  if (who.length > 0 || check.length > 0) return [...check, ...who];
  return ['Nothing.'];
}

/** The plan as commands, where somebody may want to type them. */
function commands({ outcome, plan }: OutcomeRecord, id: TrailId): [string, readonly string[]] {
  const title = outcome === 'FIXED' ? 'The same with the AWS CLI' : 'The plan with the AWS CLI';
  return [title, plan.steps.map((step) => awsCliCommand(step, id))];
}
