import { awsCliCommand } from '../commands/aws-cli.ts';
import { advisory, findTargetChange } from '../model/finding.ts';
import type { AppliedStep, OutcomeRecord, OutcomeWord } from '../model/outcome.ts';
import type { Step } from '../model/step.ts';
import type { TrailSubject } from '../model/subject.ts';
import { openFindings, trailFact } from './fact.ts';
import { causeOf, findingLine, joinSections, type Message, section } from './message.ts';
import { costOptions, nextSteps, remainingSteps } from './next-steps.ts';
import { trailSubjectLine } from './subject.ts';
import { subjectWord } from './subject-word.ts';

/** What trailmend did, if the detail of the outcome does not say so. */
const ACTION: Readonly<Partial<Record<OutcomeWord, string>>> = {
  WOULD_FIX: 'Dry run: trailmend would repair the trail. It changed nothing.',
  SKIPPED: 'trailmend changed nothing.',
  BLOCKED: 'Action required: trailmend cannot repair this trail until the issue below is resolved.',
  FAILED: 'trailmend could not repair the trail.',
};

/** The event, its cause and the next steps come first, then the evidence. */
export function trailMessage(record: OutcomeRecord, trail: TrailSubject): Message {
  const { outcome, detail, applied, plan, ledgerError } = record;
  const named = `CloudTrail trail ${trail.name} (${trail.region}, account ${trail.account})`;
  const moved = findTargetChange(record.findings);
  const action = actionOf(record);
  const text = joinSections([
    `${subjectWord(record)}: ${trailFact(record)} ${named}.`,
    [...(action ? [action] : []), detail, `Trail: ${trail.arn}`].join('\n'),
    section('Cause', [causeOf(record)]),
    section('What to do', nextSteps(record)),
    section('Your options', record.reason === 'cost' ? costOptions(trail) : []),
    section(outcome === 'FIXED' ? 'What was wrong' : 'What is wrong', openFindings(record).map(findingLine)),
    section('What changed', moved ? [findingLine(moved)] : []),
    section('What trailmend did', applied.map(appliedLine)),
    section('Current state of the trail', stateLines(record)),
    section(
      'Not repaired',
      plan.refused.map(({ rule, detail: why }) => `${rule}: ${why}`),
    ),
    section(
      "Ledger unavailable: trailmend could not read or update this trail's history",
      ledgerError === undefined ? [] : [ledgerError],
    ),
    section(restoreTitle(record), record.restore ?? []),
    section('Omitted because the message would be too long', omitted(record)),
    section('Recommendations (not remediated automatically)', advisory(record.remaining).map(findingLine)),
    commandSection(record, trail),
  ]);
  return { subject: trailSubjectLine(record, trail), text };
}

function actionOf({ outcome, reason, applied }: OutcomeRecord): string | undefined {
  // A trail can leave the scope during a repair; a failed verification follows a repair.
  const isContradicted = (outcome === 'SKIPPED' && applied.length > 0) || reason === 'not-delivered';
  return isContradicted ? undefined : ACTION[outcome];
}

/** The AWS CLI commands of the calls that repaired the trail, or of those that remain. */
function commandSection(record: OutcomeRecord, trail: TrailSubject): string {
  const isFixed = record.outcome === 'FIXED';
  const title = isFixed ? 'The same repair as AWS CLI commands' : 'The remaining repair as AWS CLI commands';
  const steps = isFixed ? record.plan.steps : remainingSteps(record);
  return section(
    title,
    steps.map((step) => awsCliCommand(step, trail.region)),
  );
}

function stateLines({ after }: OutcomeRecord): readonly string[] {
  if (!after) return [];
  return [
    `log group  ${after.logGroupArn || 'none'}`,
    `role       ${after.roleArn || 'none'}`,
    `logging    ${after.isLogging}`,
  ];
}

function omitted({ cut, id }: OutcomeRecord): readonly string[] {
  return cut ? [`${cut.join(', ')}. The function's log has the full record: search it for ${id}.`] : [];
}

function restoreTitle({ reason }: OutcomeRecord): string {
  return reason === 'trail-deleted'
    ? 'AWS CLI commands that create the trail again'
    : 'Other settings that were removed, and the AWS CLI commands that restore them (not applied by trailmend)';
}

function appliedLine({ step, result, attempts, error, requestId }: AppliedStep): string {
  const call = `${step.operation} ${resourceOf(step)}`;
  const tries = attempts > 1 ? ` after ${attempts} attempts` : '';
  if (result === 'outdated') return `${call}: stopped${tries} because the trail was changed meanwhile`;
  if (result === 'not-attempted') return `${call}: not attempted because a call that it needs did not succeed`;
  if (error) return `${call}: failed${tries}: ${error.code}: ${error.message}`;
  return `${call}: done${tries}${requestId ? ` (request ${requestId})` : ''}`;
}

/** What a step creates or changes. */
function resourceOf({ input }: Step): string {
  if ('filterName' in input) return `${input.filterName} of ${input.logGroupName}`;
  if ('logGroupName' in input) return input.logGroupName;
  return 'RoleName' in input ? input.RoleName : input.Name;
}
